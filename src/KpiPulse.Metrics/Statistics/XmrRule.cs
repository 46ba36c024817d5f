namespace KpiPulse.Metrics.Statistics;

/// <summary>Why a point is a signal. A point that breaks several rules names the first in X4's precedence.</summary>
public enum XmrRule
{
    None,
    AboveUpperLimit,
    BelowLowerLimit,
    RisingTrend,
    FallingTrend,
    TwoOfThreeNearUpperLimit,
    TwoOfThreeNearLowerLimit,
    ShiftAboveMean,
    ShiftBelowMean,
}

/// <summary>What a point means, before any colour.</summary>
public enum XmrPointType
{
    CommonCause,
    SpecialCauseImprovement,
    SpecialCauseConcern,
    SpecialCauseNeutralHigh,
    SpecialCauseNeutralLow,
}

internal static class XmrRuleMeaning
{
    public static XmrPointType PointType(this XmrRule rule, ImprovementDirection direction)
    {
        if (rule == XmrRule.None)
            return XmrPointType.CommonCause;

        bool high = rule is XmrRule.AboveUpperLimit or XmrRule.RisingTrend
            or XmrRule.TwoOfThreeNearUpperLimit or XmrRule.ShiftAboveMean;

        return direction == ImprovementDirection.Neutral
            ? (high ? XmrPointType.SpecialCauseNeutralHigh : XmrPointType.SpecialCauseNeutralLow)
            : high == (direction == ImprovementDirection.Increase)
                ? XmrPointType.SpecialCauseImprovement
                : XmrPointType.SpecialCauseConcern;
    }
}
