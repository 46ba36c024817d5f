using KpiPulse.Warehouse;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KpiPulse.Web.Telemetry;

/// <summary>
/// Metrics and traces for an OpenTelemetry collector, by the standard variables. Without an endpoint nothing is added, and what the stages
/// measure costs nothing. Logs are not sent: people's words may stand in them.
/// </summary>
internal static class TelemetryModule
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "OTEL_SERVICE_NAME";
    private const string Ours = "KpiPulse.*";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[Endpoint]))
            return;

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration[ServiceName] ?? "kpipulse", serviceVersion: typeof(TelemetryModule).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics => metrics
                .AddMeter(Ours)
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddInstrumentation(provider => new IngestLag(provider.GetRequiredService<KpiWarehouse>(), provider.GetRequiredService<TimeProvider>()))
                .AddOtlpExporter())
            .WithTracing(traces => traces
                .AddSource(Ours)
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !context.Request.Path.StartsWithSegments("/health"))
                .AddProcessor(new HarmlessTags())
                .AddOtlpExporter());
    }
}
