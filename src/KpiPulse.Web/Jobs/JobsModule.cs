using Hangfire;
using Hangfire.InMemory;
using KpiPulse.Metrics;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace KpiPulse.Web.Jobs;

/// <summary>Hangfire in this process. Nothing durable lives in it: at start the jobs are registered anew and the ledger says what is left to do.</summary>
internal static class JobsModule
{
    private const string DashboardPath = "/admin/jobs";
    private const string Policy = "jobs";

    public static void AddJobs(this IServiceCollection services)
    {
        // Registered here and not by UseInMemoryStorage, which keeps it in a static: a second application in the process would take this one's queue away.
        services.AddSingleton<JobStorage>(_ => new InMemoryStorage());
        services.AddHangfire(configuration => configuration.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings());
        services.AddHangfireServer(options => options.WorkerCount = 1);
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            // No accounts yet, so nobody to send to a sign-in page; what is not yours to see is not there.
            options.Events.OnRedirectToLogin = context => NotThere(context.Response);
            options.Events.OnRedirectToAccessDenied = context => NotThere(context.Response);
        });
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy.RequireAssertion(MayManageJobs));
    }

    public static void MapJobs(this WebApplication app)
    {
        JobSchedule.Register(app.Services.GetRequiredService<IRecurringJobManager>(), app.Services.GetRequiredService<MetricEngine>().ReportingZone);
        app.MapHangfireDashboard(DashboardPath, new DashboardOptions { Authorization = [], DashboardTitle = "KpiPulse jobs" }).RequireAuthorization(Policy);
    }

    /// <summary>Until accounts exist: a developer at the machine itself, and nobody through a proxy.</summary>
    private static bool MayManageJobs(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http
        && http.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment()
        && http.Connection.RemoteIpAddress is { } address && System.Net.IPAddress.IsLoopback(address)
        && !http.Request.Headers.Any(header => header.Key.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase) || header.Key.Equals("Forwarded", StringComparison.OrdinalIgnoreCase));

    private static Task NotThere(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
