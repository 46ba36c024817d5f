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

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=jobs;Password=dragonfly;Database=jobs", "Failed to connect to 127.0.0.1:1")]
    [InlineData("Host=127.0.0.1;Username=jobs;Pasword=dragonfly", "not a connection string")]
    public async Task A_queue_that_cannot_be_reached_ends_serve_with_one_line_that_says_what_to_do_and_keeps_the_secret(string connection, string reason)
    {
        using var folder = new TempFolder();

        var ended = await RealProgram.Run(
            ["serve", "--data", Path.Combine(folder.Path, "data"), "--urls", "http://127.0.0.1:0"], ("Jobs__Postgres", connection), ("ASPNETCORE_ENVIRONMENT", "Production"));

        Assert.Equal(1, ended.ExitCode);
        Assert.Single(ended.Errors.Trim().Split('\n'));
        Assert.Contains(reason, ended.Errors, StringComparison.Ordinal);
        Assert.Contains("Jobs__Postgres", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("dragonfly", ended.Output + ended.Errors, StringComparison.Ordinal);
    }

    private static Task<Ended> Run(params string[] arguments) => RealProgram.Run(arguments);
}
