namespace Bokgi.MarketData.Exchanges;

/// <summary>The addresses of an exchange, and the folder for the state that its adapter shares between processes.</summary>
/// <param name="Rest">The base address of the REST API, such as <c>https://api.upbit.com</c>.</param>
/// <param name="Stream">The address of the websocket, such as <c>wss://api.upbit.com/websocket/v1</c>.</param>
/// <param name="SharedFolder">
/// A folder that all processes of the same operating-system user share. Its files record when the next request may be sent, and since when
/// the exchange has been unavailable.
/// </param>
/// <param name="Clock">The clock.</param>
public sealed record ExchangeOptions(Uri Rest, Uri Stream, string SharedFolder, TimeProvider Clock);
