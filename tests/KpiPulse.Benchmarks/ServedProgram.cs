using System.Diagnostics;
using System.Net;
using KpiPulse.Testing;

namespace KpiPulse.Benchmarks;

/// <summary>The program as it is installed, in a process of its own, with one person signed in.</summary>
internal sealed class ServedProgram : IAsyncDisposable
{
    private static readonly Lazy<string> Installed = new(Install);

    private const string Person = "reader@bench";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly CookieContainer session;

    private ServedProgram(string data, CookieContainer session)
    {
        this.session = session;
        Address = new Uri($"http://127.0.0.1:{Loopback.FreePort()}");
        process = Launch(["serve", "--data", data, "--urls", Address.OriginalString]);
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        Client = NewClient();
    }

    private Uri Address { get; }

    public HttpClient Client { get; }

    public long PeakBytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>Signs somebody in, who stays signed in over a restart.</summary>
    public static async Task<CookieContainer> SignIn(string data)
    {
        using (var add = Launch(["user", "add", Person, "--role", "apac_lead,administrator", "--password-stdin", "--data", data]))
        {
            await add.StandardInput.WriteLineAsync(RunningApp.Password);
            add.StandardInput.Close();
            var errors = await add.StandardError.ReadToEndAsync();
            await add.WaitForExitAsync();
            if (add.ExitCode != 0)
                throw new InvalidOperationException(errors);
        }

        await using var program = new ServedProgram(data, new CookieContainer());
        await program.FirstAnswer("/sign-in");
        if (await RunningApp.SignIn(program.Client, Person) != HttpStatusCode.Redirect)
            throw new InvalidOperationException($"{Person} could not sign in.");
        return program.session;
    }

    /// <returns>The program, and the seconds from its start to the first whole answer of the page.</returns>
    public static async Task<(ServedProgram Program, double Seconds)> Start(string data, CookieContainer session, string page)
    {
        var watch = Stopwatch.StartNew();
        var program = new ServedProgram(data, session);
        await program.FirstAnswer(page);
        return (program, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Until what the last run left is in the numbers.</summary>
    public Task Settle() => FirstAnswer("/health/ready");

    /// <summary>A connection of its own, the same person.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.GZip, CookieContainer = session, MaxConnectionsPerServer = 1 })
    {
        BaseAddress = Address,
        Timeout = Patience,
    };

    /// <summary>Ends it as systemd does, so that the log is in the file.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>As the README and the systemd unit say, beside the binaries of the benchmarks.</summary>
    private static string Install()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "installed");
        using var publish = Process.Start("dotnet", ["publish", Repository.Folder("src/KpiPulse.Web"), "-c", "Release", "-o", folder, "-v", "quiet", "-p:RunAnalyzers=false"]);
        publish.WaitForExit();
        return publish.ExitCode == 0 ? Path.Combine(folder, "KpiPulse.Web") : throw new InvalidOperationException($"The program could not be published into {folder}.");
    }

    private static Process Launch(string[] words)
    {
        var start = new ProcessStartInfo(Installed.Value, words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Access__ExportsPerMinute"] = "1000000";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        return Process.Start(start)!;
    }

    private async Task FirstAnswer(string page)
    {
        var until = Stopwatch.StartNew();
        while (until.Elapsed < Patience && !process.HasExited)
        {
            try
            {
                using var answer = await Client.GetAsync(page);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                    throw new InvalidOperationException($"{page} answered {answer.StatusCode}.");
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }

            await Task.Delay(10);
        }

        throw new InvalidOperationException($"{page} did not come.");
    }
}
