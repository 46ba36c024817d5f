using System.Collections.Concurrent;
using KpiPulse.Metrics.Access;

namespace KpiPulse.Web.Access;

/// <summary>What requests leave in the audit log.</summary>
internal sealed class Trail(AuditTrail audit, TimeProvider clock)
{
    /// <summary>Of one account in a minute; somebody who tries ten thousand addresses shall not bury the rest.</summary>
    private const int RefusalsListed = 30;

    private const int LongestField = 80;

    private readonly ConcurrentDictionary<string, (long Minute, int Count)> refusals = new(StringComparer.Ordinal);

    public void Add(HttpContext context, string actor, string action, string subject, bool isDone = true, string detail = "") =>
        audit.Add(actor, action, subject, isDone, detail, context.Connection.RemoteIpAddress?.ToString() ?? "");

    /// <summary>Of the signed-in reader.</summary>
    public void Add(HttpContext context, string action, string subject, string detail = "") => Add(context, context.User.Identity?.Name ?? "", action, subject, detail: detail);

    /// <summary>A form was sent and did something: what was in it, but for long texts and secrets.</summary>
    public void Changed(HttpContext context)
    {
        var fields = context.Request.HasFormContentType
            ? context.Request.Form.Where(field => !field.Key.StartsWith("__", StringComparison.Ordinal) && field.Key is not ("body" or "password" or "again" or "current"))
                .Select(field => $"{field.Key}={string.Join(',', field.Value.Select(value => value is { Length: > LongestField } ? value[..LongestField] + "…" : value))}")
            : [];
        Add(context, "change", context.Request.Path + context.Request.QueryString, string.Join("; ", fields));
    }

    /// <summary>Somebody looks at one person's work.</summary>
    public void AgentOpened(HttpContext context, IReadOnlyList<string> agents)
    {
        if (agents.Count > 0)
            Add(context, "agent_opened", string.Join(", ", agents), context.Request.Path);
    }

    public void Denied(HttpContext context)
    {
        var actor = context.User.Identity?.Name ?? "";
        if (Refusal(actor) is { } detail)
            Add(context, actor, "access", $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}", isDone: false, detail);
    }

    public void SignInRefused(HttpContext context, string name, string why)
    {
        if (Refusal("sign-in " + name) is { } detail)
            Add(context, name, "sign_in", name, isDone: false, detail.Length > 0 ? $"{why}; {detail}" : why);
    }

    private string? Refusal(string whose)
    {
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (refusals.Count > 10_000)
            refusals.Clear();
        var count = refusals.AddOrUpdate(whose, _ => (minute, 1), (_, known) => known.Minute == minute ? (minute, known.Count + 1) : (minute, 1)).Count;
        return count < RefusalsListed ? "" : count == RefusalsListed ? "further ones in this minute are not listed" : null;
    }
}
