using System.Net;
using System.Net.Sockets;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>Ports for servers that stop and start again on the same port.</summary>
internal static class FreePort
{
    // Below the system's ephemeral port range: another program could be given an ephemeral port while the server is stopped.
    private const int FirstPort = 20_000;
    private const int EndPort = 32_768;

    /// <summary>A port of this machine that is not in use.</summary>
    public static int Find()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(FirstPort, EndPort));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // In use: try another.
            }
        }
    }
}
