using System.Diagnostics;
using System.Text.Json;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>The real program: what it prints where, and its exit codes.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task Global_options_stand_before_the_verb_or_after_it()
    {
        using var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");

        var before = await Run("--data", data, "--json", "kpi", "csat", "--grain", "none");
        var after = await Run("kpi", "csat", "--grain", "none", "--data", data, "--json");

        Assert.Equal(0, before.ExitCode);
        Assert.Equal(before, after);
        Assert.Equal("csat", JsonDocument.Parse(before.Output).RootElement.GetProperty("metric").GetString());
    }

    [Theory]
    [InlineData("Write `kpipulse --help`", "nonsense")]
    [InlineData("Write `kpipulse --help`", "--data", "nowhere", "nonsense")]
    [InlineData("Write `kpipulse kpi --help`", "kpi", "csat", "--nonsense")]
    [InlineData("Write `kpipulse report weekly --help`", "report", "weekly", "--nonsense")]
    [InlineData("Write `kpipulse serve --help`", "--nonsense")]
    public async Task Wrong_usage_ends_with_2_and_one_line_that_says_what_to_write(string words, params string[] arguments)
    {
        var ended = await Run(arguments);

        Assert.Equal(2, ended.ExitCode);
        Assert.Empty(ended.Output);
        Assert.Contains(words, ended.Errors, StringComparison.Ordinal);
        Assert.Single(ended.Errors.Trim().Split('\n'));
    }

    private static async Task<Ended> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "KpiPulse.Web.exe" : "KpiPulse.Web"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var program = Process.Start(start)!;
        var output = program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ended(program.ExitCode, await output, await errors);
    }

    private sealed record Ended(int ExitCode, string Output, string Errors);
}
