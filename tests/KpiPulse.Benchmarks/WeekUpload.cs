using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using KpiPulse.Metrics;
using KpiPulse.Testing;

namespace KpiPulse.Benchmarks;

/// <summary>A weekly export into a program that runs: ticket files lie in the drop folder, the upload of the events starts the job.</summary>
internal static class WeekUpload
{
    private const string Uploaded = "ticket_events.csv";
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <returns>Seconds until all of the week's tickets are in the numbers.</returns>
    public static async Task<double> Publish(ServedProgram program, string data, TicketExport export, int number)
    {
        var files = export.FurtherWeek(number);
        foreach (var path in Directory.EnumerateFiles(files).Where(path => Path.GetFileName(path) != Uploaded))
            Drop(path, Path.Combine(data, "inbox"));

        using var client = program.NewClient();
        var watch = Stopwatch.StartNew();
        await Upload(client, Path.Combine(files, Uploaded));
        while (await Created(client, TicketExport.LastWeek.AddWeeks(number)) < export.TicketsPerWeek)
        {
            if (watch.Elapsed > Patience)
                throw new InvalidOperationException($"{files} was not published within {Patience}.");
            await Task.Delay(Look);
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static void Drop(string path, string inbox)
    {
        var place = Path.Combine(inbox, Path.GetFileName(path));
        File.Copy(path, place + ".part");

        // A file that was just written to is left to grow.
        File.SetLastWriteTimeUtc(place + ".part", File.GetLastWriteTimeUtc(path).AddMinutes(-1));
        File.Move(place + ".part", place);
    }

    private static async Task Upload(HttpClient client, string path)
    {
        await using var content = File.OpenRead(path);
        using var form = new MultipartFormDataContent { { new StringContent(await RunningApp.FormToken(client, "/data/upload")), "__RequestVerificationToken" }, { new StreamContent(content), "file", Path.GetFileName(path) } };
        using var answer = await client.PostAsync("/data/upload", form);
        if (answer.StatusCode != HttpStatusCode.Redirect)
            throw new InvalidOperationException($"The upload was answered with {answer.StatusCode}.");
    }

    private static async Task<double> Created(HttpClient client, IsoWeek week)
    {
        var answer = JsonNode.Parse(await client.GetStringAsync($"/api/kpi/created?week={week}"))!;
        return answer["rows"]!.AsArray().FirstOrDefault()?["value"]?.GetValue<double>() ?? 0;
    }
}
