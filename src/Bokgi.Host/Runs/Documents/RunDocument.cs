using System.Text.Json.Serialization;
using Bokgi.Host.Runs.Accounts;

namespace Bokgi.Host.Runs.Documents;

/// <summary>A finished run.</summary>
internal sealed record RunDocument
{
    public string Version { get; init; } = "1";
    public required string RunId { get; init; }
    public required string Strategy { get; init; }

    /// <summary>The parameters as they were sent.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Params { get; init; }

    /// <summary>The parameters for individual symbols, by symbol and name, as they were sent.</summary>
    public required IReadOnlyDictionary<string, Dictionary<string, JsonElement>> Overrides { get; init; }

    /// <summary>All parameters with their values, by symbol.</summary>
    public required IReadOnlyDictionary<string, Dictionary<string, JsonElement>> EffectiveParams { get; init; }
    public required string StartDate { get; init; }
    public required string EndDate { get; init; }
    public required string Timeframe { get; init; }

    /// <summary>The money rules. The fee rate is the one in effect, or null if the exchange changed it within the range.</summary>
    [AccountFields]
    public AccountSettings Account { get; init; } = new();
    public required double InitialCash { get; init; }
    public required int Warmup { get; init; }

    /// <summary>Whether duplicate or invalid candles make the run fail; otherwise they are left out.</summary>
    public required bool Strict { get; init; }
    public required IReadOnlyList<SymbolDocument> Symbols { get; init; }
    public required FiguresDocument Totals { get; init; }
    public required int TotalSignals { get; init; }
    public required int TotalTrades { get; init; }

    /// <summary>Duration in seconds, including the loading of the candles.</summary>
    public required double ExecutionTime { get; init; }
    public required IReadOnlyList<string> Warnings { get; init; }
    public required IReadOnlyDictionary<string, QualityDocument> Quality { get; init; }

    /// <summary>Requested symbols that had no usable candle; null in runs of earlier versions.</summary>
    public IReadOnlyList<SkippedSymbolDocument>? LeftOut { get; init; }
    public required RunMetadata Metadata { get; init; }
    public string? Description { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The value of a money rule, as in its JSON field.</summary>
    public object? Value(AccountRule rule) => AccountForm.ToFieldValue(rule == AccountRules.InitialCash ? InitialCash : rule.Get!(Account));

    /// <summary>
    /// The parameters that are overridden for individual symbols. Symbols have their canonical spelling, which may differ from the spelling in the
    /// request.
    /// </summary>
    [JsonIgnore]
    public IEnumerable<(string Symbol, string Name)> OverriddenParameters =>
        Overrides.SelectMany(entry => entry.Value.Keys.Select(name => (Symbol.Parse(entry.Key).Code, name)));

    /// <summary>A parameter's value for the symbols that do not override it; null when every symbol does.</summary>
    public JsonElement? CommonParameter(string name)
    {
        var symbolsWithOverride = OverriddenParameters
            .Where(parameter => parameter.Name == name)
            .Select(parameter => parameter.Symbol)
            .ToHashSet();
        var withoutOverride = EffectiveParams.FirstOrDefault(entry => !symbolsWithOverride.Contains(entry.Key)).Value;
        return withoutOverride is not null && withoutOverride.TryGetValue(name, out var value) ? value : null;
    }

    /// <summary>The time range from the start date to the end date.</summary>
    public TimeRange Range() =>
        KoreanTime.TryParseRange(StartDate, EndDate, out var range, out var error) ? range : throw new FormatException(error);
}
