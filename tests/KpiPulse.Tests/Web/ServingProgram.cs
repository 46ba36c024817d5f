using System.Diagnostics;
using System.Net;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>The program as people start it, serving in a process of its own until it is killed.</summary>
internal sealed class ServingProgram : IDisposable
{
    private readonly Process process;

    private ServingProgram(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public static ServingProgram Start(string data, params (string Name, string Value)[] environment)
    {
        var address = $"http://127.0.0.1:{Loopback.FreePort()}";
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "KpiPulse.Web.exe" : "KpiPulse.Web"), ["serve", "--data", data, "--urls", address])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => TestContext.Current.TestOutputHelper?.WriteLine(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => TestContext.Current.TestOutputHelper?.WriteLine(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServingProgram(process, new Uri(address));
    }

    /// <summary>With a jar of cookies of its own; does not follow redirects.</summary>
    public HttpClient NewClient() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    public async Task<HttpClient> SignIn(string name)
    {
        var client = NewClient();
        Assert.Equal(HttpStatusCode.Redirect, await RunningApp.SignIn(client, name));
        return client;
    }

    /// <summary>Ready to be asked, or not any more.</summary>
    public async Task UntilReady(bool isReady = true)
    {
        using var client = NewClient();
        await Patience.Until(async () =>
        {
            try
            {
                using var answer = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
                return answer.IsSuccessStatusCode == isReady;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
                return false;
            }
        });
    }

    /// <summary>As kill -9 does, without a word of farewell.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
