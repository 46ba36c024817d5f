using System.Diagnostics;
using System.Diagnostics.Metrics;
using Hangfire.Server;

namespace KpiPulse.Web.Jobs;

/// <summary>An activity for each execution of a job and a count of those that failed, by the job's name; never what a failure said.</summary>
internal sealed class JobTelemetry : IServerFilter
{
    private const string Name = "KpiPulse.Jobs";
    private const string Tag = "kpipulse.job";
    private const string Running = "activity";

    private static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("kpipulse.job.failures", "{execution}", "Executions of jobs that failed");

    public void OnPerforming(PerformingContext context)
    {
        var job = NameOf(context);
        context.Items[Running] = Activities.StartActivity("job " + job)?.SetTag(Tag, job);
    }

    public void OnPerformed(PerformedContext context)
    {
        // A stop in the middle is no failure: the job is taken up again.
        var hasFailed = context.Exception is not (null or OperationCanceledException or JobAbortedException);
        if (hasFailed)
            Failures.Add(1, KeyValuePair.Create<string, object?>(Tag, NameOf(context)));

        using var activity = context.Items[Running] as Activity;
        activity?.SetStatus(hasFailed ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
    }

    private static string NameOf(PerformContext context) => context.BackgroundJob.Job.Type.Name;
}
