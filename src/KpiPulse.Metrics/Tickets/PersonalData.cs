using System.Text.RegularExpressions;

namespace KpiPulse.Metrics.Tickets;

/// <summary>Takes out of customers' words what names them elsewhere: e-mail addresses, card numbers, phone numbers.</summary>
public static partial class PersonalData
{
    public static string? Mask(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return text;

        var plain = FullWidth().Replace(text, match => ((char)(match.Value[0] - 0xFEE0)).ToString());
        plain = Email().Replace(plain, "[e-mail]");
        plain = Numbers().Replace(plain, match => IsCard(match.Value) ? "[card]" : match.Value);
        return Phone().Replace(plain, match => IsPhone(match.Value) ? "[phone]" : match.Value);
    }

    /// <summary>13 to 19 digits whose check digit fits (Luhn).</summary>
    private static bool IsCard(string text)
    {
        var digits = text.Where(char.IsAsciiDigit).Select(digit => digit - '0').ToArray();
        if (digits.Length is < 13 or > 19)
            return false;

        var sum = digits.Reverse().Select((digit, place) => place % 2 == 0 ? digit : digit * 2 > 9 ? (digit * 2) - 9 : digit * 2).Sum();
        return sum % 10 == 0;
    }

    /// <summary>Eight digits or more; a date or an order's short number has fewer, and an instant has colons.</summary>
    private static bool IsPhone(string text)
    {
        var digits = text.Count(char.IsAsciiDigit);
        return digits is >= 8 and <= 15 && !Date().IsMatch(text);
    }

    [GeneratedRegex(@"[！-～]")]
    private static partial Regex FullWidth();

    [GeneratedRegex(@"[\p{L}\p{N}._%+'\-]{1,64}\s?(@|\(at\)|\[at\])\s?[\p{L}\p{N}\-]{1,63}(\.[\p{L}\p{N}\-]{1,63}){1,8}", RegexOptions.IgnoreCase)]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<!\d)\d(?:[ \-.]?\d){12,18}(?!\d)")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"(?<![A-Za-z0-9\-])(?:\+|00)?\(?\d(?:[ \-./()]{0,2}\d){7,14}(?![A-Za-z0-9])")]
    private static partial Regex Phone();

    [GeneratedRegex(@"^\d{4}[-./]\d{1,2}[-./]\d{1,2}$|^\d{1,2}[-./]\d{1,2}[-./]\d{4}$|^(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])$")]
    private static partial Regex Date();
}
