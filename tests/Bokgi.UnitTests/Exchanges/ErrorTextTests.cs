using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Exchanges;

public sealed class ErrorTextTests
{
    // Stands for the details that messages of exceptions contain. Users must not see them.
    private const string Secret = "10.0.0.7:443 /srv/bokgi";

    public static TheoryData<Exception, string> Failures =>
        new()
        {
            { new HttpRequestException(HttpRequestError.NameResolutionError, Secret), "its name cannot be resolved" },
            { new HttpRequestException(HttpRequestError.ConnectionError, Secret, new SocketException(111)), "it cannot be reached" },
            { new HttpRequestException(HttpRequestError.SecureConnectionError, Secret), "no secure connection can be made to it" },
            { new HttpIOException(HttpRequestError.ResponseEnded, Secret), "its answer was cut off" },
            { new HttpRequestException(Secret), "the connection broke" },
            { new WebSocketException(Secret, new HttpRequestException(HttpRequestError.ConnectionError, Secret)), "it cannot be reached" },
            { new WebSocketException(WebSocketError.NotAWebSocket, Secret), "it does not open a websocket" },
            { new WebSocketException(WebSocketError.ConnectionClosedPrematurely, Secret), "the connection broke" },
            { new IOException(Secret), "the connection broke" },
            { new JsonException(Secret), "its answer cannot be read" },
            { new FormatException(Secret), "its answer cannot be read" },
        };

    [Theory, MemberData(nameof(Failures))]
    public void Describe_Failure_OmitsTheMessageOfTheException(Exception failure, string text) =>
        ErrorText.Describe(failure).ShouldBe(text);
}
