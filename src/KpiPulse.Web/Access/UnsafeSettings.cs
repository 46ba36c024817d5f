using System.Net;
using KpiPulse.Warehouse;

namespace KpiPulse.Web.Access;

/// <summary>The program does not start with settings under which somebody could see what is not theirs. A warning in a log helps nobody.</summary>
public sealed class UnsafeSettingsException(string message) : Exception(message);

internal static class UnsafeSettings
{
    /// <exception cref="UnsafeSettingsException">The message says what to change.</exception>
    public static void Refuse(IConfiguration configuration, IHostEnvironment environment, IReadOnlyList<string> folders, string? keys, OidcOptions oidc)
    {
        if (environment.IsDevelopment())
            RefuseStrangers(configuration);
        else
            RefuseInProduction(configuration, folders, keys);
        if (oidc.IsOn)
            RefuseWeakProvider(oidc);
    }

    /// <summary>Development lets anybody in with one click, so nobody but the machine itself may knock.</summary>
    private static void RefuseStrangers(IConfiguration configuration)
    {
        foreach (var address in AddressesOf(configuration).Where(address => !IsLoopback(address)))
            throw new UnsafeSettingsException($"In Development anybody signs in with one click, and {address} can be reached from outside. Set ASPNETCORE_ENVIRONMENT=Production, or listen on http://localhost:5080.");
    }

    private static void RefuseInProduction(IConfiguration configuration, IReadOnlyList<string> folders, string? keys)
    {
        if (configuration.GetValue<bool>("Access:Personas"))
            throw new UnsafeSettingsException("Access__Personas lets anybody in with one click; it is for Development only. Take the setting away.");
        foreach (var address in AddressesOf(configuration).Where(address => address.Scheme == Uri.UriSchemeHttp && !IsLoopback(address)))
            throw new UnsafeSettingsException($"{address} is plain HTTP to the outside: passwords could be read on the way. Listen on http://localhost:5080 behind a proxy that speaks HTTPS, or give Kestrel a certificate and an https address.");
        if (OperatingSystem.IsWindows())
            return;
        foreach (var folder in folders.Where(IsOpen))
            throw Open(folder);
        // Those of a data folder lie behind its door.
        if (keys is not null && IsOpen(keys) && IsOpen(Path.GetDirectoryName(Path.GetFullPath(keys)) ?? keys))
            throw Open(keys);
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static bool IsOpen(string folder)
    {
        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite;
        return Directory.Exists(folder) && (File.GetUnixFileMode(folder) & Others) != 0;
    }

    private static UnsafeSettingsException Open(string folder) =>
        new($"{Path.GetFullPath(folder)} is open to other users of this machine; it holds exports, accounts and keys. Close it: chmod 700 '{Path.GetFullPath(folder)}'.");

    private static void RefuseWeakProvider(OidcOptions oidc)
    {
        if (!Uri.TryCreate(oidc.Authority, UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !authority.IsLoopback))
            throw new UnsafeSettingsException($"Oidc__Authority is '{oidc.Authority}': it must be an https address.");
        if (string.IsNullOrEmpty(oidc.ClientId) || string.IsNullOrEmpty(oidc.ClientSecret))
            throw new UnsafeSettingsException("Oidc__ClientId and Oidc__ClientSecret are needed beside Oidc__Authority.");
        if (oidc.Roles.Count == 0)
            throw new UnsafeSettingsException("Oidc__Roles maps nobody to a role, so nobody could sign in. Write Oidc__Roles__CLAIMVALUE=apac_lead and so on.");
        foreach (var role in oidc.Roles.Values)
            _ = Metrics.Access.RoleNames.Parse(role);
    }

    private static IEnumerable<Uri> AddressesOf(IConfiguration configuration)
    {
        foreach (var text in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Kestrel's own spelling of "every address".
            var spelled = text.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
            if (Uri.TryCreate(spelled, UriKind.Absolute, out var address))
                yield return address;
        }
    }

    private static bool IsLoopback(Uri address) => address.IsLoopback || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
