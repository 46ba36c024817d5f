using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Data;

/// <summary>What a file would become, before anything is loaded: <c>sources check</c> as a page.</summary>
[RequestSizeLimit(Uploads.LargestBytes + Slack), RequestFormLimits(MultipartBodyLengthLimit = Uploads.LargestBytes + Slack)]
[Needs(Capability.ManageSources), EnableRateLimiting(AccessModule.Exports)]
public sealed class CheckModel(MetricEngine engine, Uploads uploads, SourceCatalog sources, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    /// <summary>For the parts of a form beside its file.</summary>
    public const long Slack = 1 << 16;

    public override string Section => "data";

    public override bool HasScope => false;

    public IReadOnlyList<SourceProfileRow> Profiles { get; private set; } = [];

    public FilePreview? Preview { get; private set; }

    public string? FileName { get; private set; }

    public string? Chosen { get; private set; }

    public void OnGet() => Profiles = sources.Profiles();

    [HandlerNeeds(Capability.ManageSources)]
    public async Task<IActionResult> OnPostAsync(IFormFile? file, string? source, CancellationToken cancellation)
    {
        Profiles = sources.Profiles();
        Chosen = string.IsNullOrEmpty(source) ? null : source;
        if (file is null)
            throw new QuestionException(texts["ChooseCheck"]);

        FileName = file.FileName;
        await using var content = file.OpenReadStream();
        Preview = await uploads.Check(file.FileName, content, Chosen, cancellation);
        return Page();
    }

    public string Count(long count) => MetricFormat.Count(count, Culture);
}
