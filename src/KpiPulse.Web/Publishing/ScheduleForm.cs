using System.Net.Mail;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Web.Commands;

namespace KpiPulse.Web.Publishing;

/// <summary>A schedule as a person writes it down.</summary>
/// <param name="Where">Filters, as <c>market=JP,KR</c>, parted by blanks or line ends.</param>
/// <param name="Recipients">One a line: an e-mail address, <c>folder NAME</c> or <c>page</c>, and filters of their own after it.</param>
public sealed record ScheduleForm(string? Name, string? Cron, string? Zone, string? Where, string? Recipients)
{
    /// <param name="narrow">To what its author may see.</param>
    /// <exception cref="QuestionException">Something is not of its form; the message says what and how it is written.</exception>
    internal ReportSchedule AddTo(ReportSchedules schedules, Dimensions dimensions, Func<IReadOnlyList<DimensionFilter>, IReadOnlyList<DimensionFilter>> narrow)
    {
        var cron = (Cron ?? "").Trim();
        _ = DuePeriods.Parse(cron);
        if (string.IsNullOrWhiteSpace(Name))
            throw new QuestionException("A schedule needs a name: it is the subject of its mails.");

        var recipients = (Recipients ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => RecipientOf(line, dimensions)).ToList();
        return schedules.Add(Name.Trim(), cron, ZoneOf(Zone), narrow(FiltersOf(Where ?? "", dimensions)), recipients.Count > 0 ? recipients : [(DeliveryChannel.Page, "", [])]);
    }

    private static (DeliveryChannel Channel, string Address, IReadOnlyList<DimensionFilter> Where) RecipientOf(string line, Dimensions dimensions)
    {
        var parts = line.Split(' ', 2, StringSplitOptions.TrimEntries);
        var rest = parts.ElementAtOrDefault(1) ?? "";
        if (parts[0] == "page")
            return (DeliveryChannel.Page, "", FiltersOf(rest, dimensions));
        if (parts[0] == "folder" && rest.Length > 0)
        {
            var folder = rest.Split(' ', 2);
            return (DeliveryChannel.Folder, ReportShelf.FileNameOf(folder[0]), FiltersOf(folder.ElementAtOrDefault(1) ?? "", dimensions));
        }

        return MailAddress.TryCreate(parts[0], out var address) && address.Address == parts[0]
            ? (DeliveryChannel.Email, parts[0], FiltersOf(rest, dimensions))
            : throw new QuestionException($"'{line}' is no recipient. Write an e-mail address, folder NAME or page; filters may follow, as lead.jp@example.com market=JP.");
    }

    private static List<DimensionFilter> FiltersOf(string text, Dimensions dimensions)
    {
        var filters = text.Split((char[])[' ', '\n', '\r', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(QuestionOptions.FilterOf).ToList();
        foreach (var filter in filters)
            _ = dimensions.Get(filter.Dimension);
        return filters;
    }

    private static string ZoneOf(string? zone)
    {
        try
        {
            return ReportingZone.Of((zone ?? "").Trim()).Id;
        }
        catch (ArgumentException failure)
        {
            throw new QuestionException(failure.Message);
        }
    }
}
