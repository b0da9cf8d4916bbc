using System.Globalization;

namespace Bokgi.FakeExchange.Faults;

/// <summary>The faults to inject, as written in <c>--faults</c>: <c>drop=0.001,429=0.05,silence=once</c>.</summary>
/// <param name="Rates">Fractions of messages or requests, 0 to 1; a fault that is not listed never happens at random.</param>
/// <param name="Once">Faults to inject at the next opportunity.</param>
internal sealed record FaultSpec(IReadOnlyDictionary<FaultKind, double> Rates, IReadOnlyList<FaultKind> Once)
{
    private const string OnceKeyword = "once";

    public static FaultSpec None { get; } = new(new Dictionary<FaultKind, double>(), []);

    /// <summary>Parses the text of <c>--faults</c>; an empty text means no faults.</summary>
    public static bool TryParse(string? text, out FaultSpec spec, out string error)
    {
        var rates = new Dictionary<FaultKind, double>();
        var once = new List<FaultKind>();
        error = string.Empty;
        foreach (var entry in (text ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (error.Length == 0)
                error = ParseEntry(entry, rates, once);
        }

        spec = error.Length == 0 ? new FaultSpec(rates, once) : None;
        return error.Length == 0;
    }

    private static string ParseEntry(string entry, Dictionary<FaultKind, double> rates, List<FaultKind> once)
    {
        var pair = entry.Split('=', 2, StringSplitOptions.TrimEntries);
        if (FaultNames.Find(pair[0]) is not { } kind)
            return $"there is no fault '{pair[0]}'; the faults are {string.Join(", ", FaultNames.All)}";
        if (pair.Length == 2 && pair[1] == OnceKeyword)
            once.Add(kind);
        else if (
            pair.Length == 2
            && double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
            && rate is >= 0 and <= 1
        )
            rates[kind] = rate;
        else
            return $"the rate of '{pair[0]}' cannot be '{pair.ElementAtOrDefault(1)}'; give a fraction from 0 to 1, such as 0.01, or '{OnceKeyword}'";
        return string.Empty;
    }
}
