using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Web.Access;

/// <summary>Forms as a browser sends them.</summary>
internal static class Forms
{
    /// <param name="from">The page whose token goes with it.</param>
    public static async Task<HttpResponseMessage> Send(HttpClient client, string from, string to, params (string Name, string Value)[] fields)
    {
        var token = await RunningApp.FormToken(client, from);
        return await client.PostAsync(to, new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("__RequestVerificationToken", token)]), TestContext.Current.CancellationToken);
    }
}
