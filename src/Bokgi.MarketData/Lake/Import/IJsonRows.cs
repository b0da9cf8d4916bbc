using System.Text.Json;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads the candles of a JSON file one by one.</summary>
internal interface IJsonRows : IDisposable
{
    /// <summary>Reads the next candle, which is valid until the next call; null at the end.</summary>
    JsonElement? ReadNext();
}
