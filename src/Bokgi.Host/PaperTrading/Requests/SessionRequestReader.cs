using Bokgi.Host.Candles;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.PaperTrading.Requests;

internal static class SessionRequestReader
{
    /// <summary>The default quantity step: eight decimals, as exchanges use for coins.</summary>
    public const double DefaultQuantityStep = 0.00000001;

    /// <exception cref="InvalidInputException">A field is invalid; the exception names every invalid field.</exception>
    public static SessionPlan Read(SessionForm form)
    {
        var errors = new InputErrors();
        var exchange = form.Exchange ?? ExchangeCatalogue.Default;
        ExchangeConnections.CheckName(exchange, errors);
        if (!Timeframe.TryParse(form.Timeframe ?? Timeframe.OneMinute.Name, out var timeframe, out var error))
            errors.Add("timeframe", error);
        var account = form.Account.Read(errors);
        var cash = form.Account.ReadCash(errors);
        var symbols = ReadSymbols(form, account, errors);
        var pairs = ReadPairs(form, symbols, errors);
        errors.ThrowIfAny();
        // The quantity steps are requested from the exchange when the session is created.
        return new SessionPlan(exchange, timeframe, pairs, account, cash, QuantitySteps: new Dictionary<Symbol, double>());
    }

    private static List<Symbol> ReadSymbols(SessionForm form, AccountSettings account, InputErrors errors)
    {
        var isTooLong = form.Symbols?.Count > SessionForm.MaximumPairs;
        var symbols = SymbolListReader.Parse(isTooLong ? [] : form.Symbols ?? [], errors);
        if (form.Symbols is null or { Count: 0 })
            errors.Add("symbols", "symbols is empty; name at least one, such as BTC_KRW");
        else if (isTooLong)
            errors.Add("symbols", $"symbols names {form.Symbols.Count} markets; give at most {SessionForm.MaximumPairs}");
        string[] quotes = [.. symbols.Select(symbol => symbol.Quote).Distinct().Order(StringComparer.Ordinal)];
        if (quotes.Length > 1)
            errors.Add("symbols", $"symbols are quoted in {string.Join(" and ", quotes)}; one session has one quote currency");
        if (
            account.Costs is { } costs
            && symbols.Select(costs.ErrorFor).FirstOrDefault(costError => costError is not null) is { } costsError
        )
            errors.Add("costs", costsError);
        return symbols;
    }

    private static List<PairPlan> ReadPairs(SessionForm form, List<Symbol> symbols, InputErrors errors)
    {
        // A symbol with an empty list counts as one pair, because it can also cause an error, and this limit bounds the number of errors too.
        var count = (form.Strategies ?? []).Values.Sum(requested => Math.Max(1, requested?.Count ?? 0));
        if (count > SessionForm.MaximumPairs)
        {
            errors.Add("strategies", $"{count} pairs of symbol and strategy are too many; give at most {SessionForm.MaximumPairs}");
            return [];
        }

        var bySymbol = new Dictionary<Symbol, List<PairPlan>>();
        foreach (var (name, requested) in form.Strategies ?? [])
        {
            var field = $"strategies.{Problems.SanitizeForMessage(name)}";
            if (!Symbol.TryParse(name, out var symbol, out var error))
                errors.Add(field, error);
            else if (!symbols.Contains(symbol))
                errors.Add(field, $"strategies names {symbol}, which is not in symbols; add it there or leave it out");
            else if (!bySymbol.TryAdd(symbol, ReadPairs(symbol, requested ?? [], field, errors)))
                errors.Add(field, $"strategies names {symbol} twice; put its strategies into one list");
        }

        var untraded = symbols.FindAll(symbol => bySymbol.GetValueOrDefault(symbol) is null or { Count: 0 });
        if (untraded.Count > 0 && !errors.Any)
            errors.Add(
                "strategies",
                $"strategies has none for {untraded[0]}; give it a list, such as [{{\"strategy_name\":\"{StrategyCatalogue.All[0].Name}\"}}]"
            );

        return
        [
            .. symbols.Where(bySymbol.ContainsKey).SelectMany(symbol => bySymbol[symbol]).Select((pair, i) => pair with { Number = i + 1 }),
        ];
    }

    private static List<PairPlan> ReadPairs(Symbol symbol, IReadOnlyList<PairForm> requested, string field, InputErrors errors)
    {
        var pairs = new List<PairPlan>();
        foreach (var pair in requested)
        {
            if (!StrategyCatalogue.TryFind(pair?.StrategyName, out var strategy, out var error))
            {
                errors.Add($"{field}.strategy_name", pair?.StrategyName is null ? $"strategy_name is missing; {error}" : error);
                continue;
            }

            if (pairs.Exists(earlier => earlier.Strategy == strategy))
                errors.Add(
                    $"{field}.strategy_name",
                    $"{strategy.Name} is listed twice for {symbol}; start another session for other parameters"
                );
            var parameters = StrategyParameters.Defaults(strategy.Parameters).With(WireValues.ToTexts(pair!.Params), out var invalid);
            errors.AddAll(invalid, $"{field}.params.");
            pairs.Add(new PairPlan(Number: 0, symbol, strategy, parameters)); // the caller numbers the pairs of all symbols
        }

        return pairs;
    }
}
