using System.Net;
using System.Net.Sockets;

namespace KpiPulse.Testing;

public static class Loopback
{
    /// <summary>For programs that cannot be told to choose one themselves.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
