using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace KpiPulse.Web.Access;

/// <summary>Prints the setup link once the server listens, as long as there is no administrator. To the console, never into a log that is kept.</summary>
internal sealed class SetupNotice(SetupLink link, IServer server, IConfiguration configuration, IHostApplicationLifetime lifetime, TextWriter console) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Print);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Print()
    {
        if (!link.IsOpen)
            return;

        var address = configuration["Address"] ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:5080";
        console.WriteLine($"Nobody administers KpiPulse yet. Open this link, which works once:\n{link.Address(address)}");
    }
}
