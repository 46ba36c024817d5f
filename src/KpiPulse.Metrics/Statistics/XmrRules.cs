namespace KpiPulse.Metrics.Statistics;

/// <summary>The four rules of X4 over one rebase group. A pattern never reaches across a gap (X8).</summary>
internal static class XmrRules
{
    private const int LongPattern = 7;
    private const int ShortPattern = 3;

    public static XmrRule[] Judge(IReadOnlyList<double?> values, XmrLimits limits)
    {
        XmrRule[] rules = new XmrRule[values.Count];
        if (limits.AverageMovingRange is null || limits.HasNoVariation)
            return rules;

        for (int start = 0; start < values.Count; start++)
        {
            double[] run = [.. values.Skip(start).TakeWhile(value => value is not null).OfType<double>()];
            JudgeRun(run, limits).CopyTo(rules, start);
            start += run.Length;
        }

        return rules;
    }

    // Weakest rule first: each stronger one overwrites what it finds.
    private static XmrRule[] JudgeRun(double[] run, XmrLimits limits)
    {
        XmrRule[] rules = new XmrRule[run.Length];
        int[] sides = [.. run.Select(value => FloatGuard.Side(value, limits.Mean!.Value))];
        int[] outside = [.. run.Select(value => Outside(value, limits))];

        MarkShifts(rules, sides);
        MarkTwoOfThree(rules, sides, [.. run.Select((value, i) => outside[i] == 0 && IsNearLimit(value, limits))]);
        MarkTrends(rules, run);
        for (int i = 0; i < run.Length; i++)
        {
            if (outside[i] != 0)
                rules[i] = outside[i] > 0 ? XmrRule.AboveUpperLimit : XmrRule.BelowLowerLimit;
        }

        return rules;
    }

    private static int Outside(double value, XmrLimits limits) =>
        FloatGuard.Side(value, limits.Upper!.Value) > 0 ? 1
        : FloatGuard.Side(value, limits.Lower!.Value) < 0 ? -1
        : 0;

    private static bool IsNearLimit(double value, XmrLimits limits) =>
        FloatGuard.Side(value, limits.NearUpper!.Value) > 0 || FloatGuard.Side(value, limits.NearLower!.Value) < 0;

    private static void MarkShifts(XmrRule[] rules, int[] sides)
    {
        for (int start = 0; start + LongPattern <= rules.Length; start++)
        {
            if (SharedSide(sides.AsSpan(start, LongPattern)) is var side && side != 0)
                rules.AsSpan(start, LongPattern).Fill(side > 0 ? XmrRule.ShiftAboveMean : XmrRule.ShiftBelowMean);
        }
    }

    // Only the points near the limit are marked; a point outside it does not count as near.
    private static void MarkTwoOfThree(XmrRule[] rules, int[] sides, bool[] near)
    {
        for (int start = 0; start + ShortPattern <= rules.Length; start++)
        {
            int side = SharedSide(sides.AsSpan(start, ShortPattern));
            if (side == 0 || near.AsSpan(start, ShortPattern).Count(true) < 2)
                continue;

            for (int i = start; i < start + ShortPattern; i++)
            {
                if (near[i])
                    rules[i] = side > 0 ? XmrRule.TwoOfThreeNearUpperLimit : XmrRule.TwoOfThreeNearLowerLimit;
            }
        }
    }

    // Seven points are six steps; a point where two trends meet belongs to the later one.
    private static void MarkTrends(XmrRule[] rules, double[] run)
    {
        int[] steps = [.. run.Skip(1).Zip(run, FloatGuard.Side)];
        for (int start = 0; start + LongPattern <= rules.Length; start++)
        {
            if (SharedSide(steps.AsSpan(start, LongPattern - 1)) is var direction && direction != 0)
                rules.AsSpan(start, LongPattern).Fill(direction > 0 ? XmrRule.RisingTrend : XmrRule.FallingTrend);
        }
    }

    // +1 or -1 if all are it, else 0.
    private static int SharedSide(ReadOnlySpan<int> sides) =>
        sides[0] != 0 && !sides.ContainsAnyExcept(sides[0]) ? sides[0] : 0;
}
