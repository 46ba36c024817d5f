using KpiPulse.Warehouse.Landing;

namespace KpiPulse.Ingestion;

/// <summary>What a profile does to a text, in words for the person who confirms it.</summary>
internal static class StepWords
{
    private const int PairsShown = 6;

    public static string Of(TextStep step) => step switch
    {
        TextStep.CutPrefix cut => $"without '{cut.Prefix}' before it",
        TextStep.CutSuffix cut => $"without '{cut.Suffix}' after it",
        TextStep.Before part => $"the part before the {(part.Last ? "last" : "first")} '{part.Separator}'",
        TextStep.After part => $"the part after the {(part.Last ? "last" : "first")} '{part.Separator}'",
        TextStep.Remove remove => $"without any '{remove.Text}'",
        TextStep.Replace replace => $"'{replace.Text}' as '{replace.By}'",
        TextStep.LowerCase => "in lower case",
        TextStep.UpperCase => "in upper case",
        TextStep.MinuteOfWeek minute => minute.Day ? "day of the week from minutes" : "time of day from minutes",
        TextStep.MapValues map => Of(map),
        _ => throw new InvalidOperationException($"A step of the kind {step.GetType().Name} has no words."),
    };

    private static string Of(TextStep.MapValues map)
    {
        var pairs = map.Pairs.Take(PairsShown).Select(pair => $"{pair.Key} → {pair.Value ?? "no value"}");
        var more = map.Pairs.Count > PairsShown ? $" and {map.Pairs.Count - PairsShown} more" : "";
        var rest = map.Unmapped switch
        {
            UnmappedValue.Reject => "; others reject the row",
            UnmappedValue.NoValue => "; others mean no value",
            _ => "",
        };
        return $"{string.Join(", ", pairs)}{more}{rest}";
    }
}
