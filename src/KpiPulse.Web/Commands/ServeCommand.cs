using System.CommandLine;

namespace KpiPulse.Web.Commands;

/// <summary><c>serve [--urls URL]</c>: the web pages and the scheduled jobs.</summary>
internal static class ServeCommand
{
    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Address to listen on.",
        DefaultValueFactory = _ => "http://localhost:5080",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Web pages and scheduled jobs.") { Urls };
        command.SetAction((parsed, cancellation) => Serve(parsed.GetRequiredValue(Settings.Data), parsed.GetRequiredValue(Urls), cancellation));
        return command;
    }

    private static async Task<int> Serve(string dataFolder, string urls, CancellationToken cancellation)
    {
        var app = KpiPulseApp.Create(dataFolder, TimeProvider.System, builder => builder.WebHost.UseUrls(urls));
        await app.RunAsync(cancellation);
        return Environment.ExitCode;
    }
}
