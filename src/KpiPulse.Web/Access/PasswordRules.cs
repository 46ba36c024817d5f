using KpiPulse.Metrics;

namespace KpiPulse.Web.Access;

/// <summary>Long enough, not the name, not the first that anybody tries. Nothing else is asked of a password.</summary>
internal static class PasswordRules
{
    public const int Shortest = 12;
    public const int Longest = 256;

    private static readonly string[] Common = ["password", "passwort", "qwerty", "letmein", "welcome", "kpipulse", "administrator", "iloveyou", "changeme", "123456", "abcdef"];

    /// <exception cref="QuestionException">It will not do; the message says why.</exception>
    public static void Check(string? password, string name)
    {
        if (password is null || password.Length < Shortest)
            throw new QuestionException($"A password has {Shortest} characters at least; a few words in a row do well.");
        if (password.Length > Longest)
            throw new QuestionException($"A password has {Longest} characters at most.");
        if (password.Distinct().Count() < 5 || password.Contains(name, StringComparison.OrdinalIgnoreCase))
            throw new QuestionException("This password is too easy to guess: it is one letter over and over, or holds the name.");

        var rest = Common.Aggregate(password.ToLowerInvariant(), (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        if (rest.Count(char.IsLetterOrDigit) < 6)
            throw new QuestionException("This password is among the first that anybody tries. Take a few words in a row.");
    }
}
