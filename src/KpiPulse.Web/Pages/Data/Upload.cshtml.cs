using Hangfire;
using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Web.Access;
using KpiPulse.Web.Jobs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Data;

/// <summary>An export by the page. It goes the drop folder's way: the job takes it from there.</summary>
[RequestSizeLimit(Uploads.LargestBytes + CheckModel.Slack), RequestFormLimits(MultipartBodyLengthLimit = Uploads.LargestBytes + CheckModel.Slack)]
[Needs(Capability.ManageSources), EnableRateLimiting(AccessModule.Exports)]
public sealed class UploadModel(MetricEngine engine, Uploads uploads, IBackgroundJobClient jobs, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    public override string Section => "data";

    public override bool HasScope => false;

    [HandlerNeeds(Capability.ManageSources)]
    public async Task<IActionResult> OnPostAsync(List<IFormFile> file, CancellationToken cancellation)
    {
        if (file.Count == 0)
            throw new QuestionException(texts["ChooseUpload"]);

        foreach (var sent in file)
        {
            await using var content = sent.OpenReadStream();
            await uploads.Receive(sent.FileName, content, cancellation);
        }

        try
        {
            jobs.Enqueue<IngestInboxJob>(job => job.Run(CancellationToken.None));
        }
        catch (BackgroundJobClientException)
        {
            // The queue is not there just now. The files are safe in the drop folder, and the schedule finds them.
        }

        return Redirect("/data?received=" + file.Count);
    }
}
