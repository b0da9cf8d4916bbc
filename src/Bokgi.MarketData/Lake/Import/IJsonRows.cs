using System.Text.Json;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Candles of a JSON file, one after the other.</summary>
internal interface IJsonRows : IDisposable
{
    /// <summary>The next one, valid until the one after it is asked for; null at the end.</summary>
    JsonElement? Next();
}
