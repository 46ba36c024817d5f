using System.Collections;
using System.Globalization;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Passport;

/// <summary>Writes the passport of whatever numbers a question gives.</summary>
public sealed class PassportReader(KpiWarehouse warehouse, MetricEngine engine, FrozenWeeks frozenWeeks)
{
    private const int WeeksLookedAt = 53;

    /// <exception cref="QuestionException">An unknown metric, dimension or zone.</exception>
    public NumberPassport Of(MetricQuestion question, Scope scope)
    {
        var answer = engine.Ask(question, scope);
        var moment = engine.MomentOf(question);
        var statement = engine.StatementOf(question, scope, answer.Metric, moment);
        var weeks = moment.IsReportingZone ? WeeksOf(question) : [];
        using var session = warehouse.Read();
        return new NumberPassport(
            answer,
            warehouse.DataVersion,
            statement is null ? "" : session.TextOf(statement.Query, statement.Slots),
            statement is null ? [] : [.. statement.Arguments.Select(argument => KeyValuePair.Create(argument.Key, Written(argument.Value is string[] texts ? texts.Select(text => engine.Pseudonyms.Shown(text, scope)).ToArray() : argument.Value)))],
            scope.SeesRows ? BesideReader.Of(session, engine.SqlOf(question, scope, moment), answer.Metric) : [],
            [.. warehouse.Models.Behind(answer.Metric.Rows).Models.Select(model => model.Path.Replace('\\', '/'))],
            FilesBehind(session, question, scope, answer.Metric, moment),
            weeks,
            [.. weeks.Reverse().Where(week => week.IsFrozen).SelectMany(week => frozenWeeks.Restatements(week.Week, scope)).Where(restatement => IsAskedBy(question, restatement.Cell))]);
    }

    private IReadOnlyList<InputFile> FilesBehind(Session session, MetricQuestion question, Scope scope, MetricDefinition metric, Moment moment)
    {
        var sql = engine.SqlOf(question, scope, moment);
        return InputFiles.Behind(session, warehouse, new InputQuestion(sql.Counted(), metric.Aggregation == Aggregation.Level ? "having sum(numerator) > 0" : "", sql.Arguments, [metric.Rows], metric.Id, FrozenAt: null));
    }

    /// <summary>Only so many are looked at: a question over years has too many weeks to list.</summary>
    private IReadOnlyList<FrozenWeek> WeeksOf(MetricQuestion question)
    {
        if ((question.Period ?? engine.DataSpan) is not { } period || engine.DataSpan is not { } span || period.Intersect(span) is not { } known)
            return [];

        var closed = frozenWeeks.All.ToDictionary(week => week.Week);
        return [.. Grains.Split(known, Grain.Week).TakeLast(WeeksLookedAt).Select(unit => IsoWeek.Of(unit.Days.Start))
            .Select(week => closed.GetValueOrDefault(week) ?? new FrozenWeek(week, WeekState.Provisional, frozenWeeks.DueAt(week)))];
    }

    private static bool IsAskedBy(MetricQuestion question, CellKey cell)
    {
        if (cell.Metric != question.Metric || (question.Basis is not null && cell.Basis != question.Basis))
            return false;

        var fixedTo = question.Where.Where(filter => filter.Values.Count == 1).ToDictionary(filter => filter.Dimension, filter => filter.Values[0], StringComparer.Ordinal);
        if (fixedTo.Count < question.Where.Count)
            return false;

        var asked = question.By.Concat(fixedTo.Keys).Distinct().ToHashSet(StringComparer.Ordinal);
        return asked.SetEquals(cell.By.Split(',', StringSplitOptions.RemoveEmptyEntries))
            && (!fixedTo.TryGetValue("market", out var market) || market == (cell.Market ?? ""))
            && (!fixedTo.TryGetValue("lob", out var lob) || lob == (cell.Lob ?? ""));
    }

    private static string Written(object? value) => value switch
    {
        null => "null",
        string text => SqlSlots.Literal(text),
        DateTime instant => $"timestamp '{instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)}'",
        DateOnly day => $"date '{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'",
        IEnumerable values => $"({string.Join(", ", values.Cast<object?>().Select(Written))})",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
