using Bokgi.Host.Candles;
using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.Collection;

/// <summary>Checks a <see cref="CollectionForm"/> and makes a <see cref="CollectionRequest"/> of it.</summary>
internal sealed class CollectionReader(CandleLake lake, ExchangeConnections exchanges, TimeProvider clock)
{
    // About a day of fetching, at a few thousand bars per second.
    private const long MaximumBars = 200_000_000;

    /// <exception cref="InvalidInputException">A field is invalid.</exception>
    /// <exception cref="LakeException">All symbols were requested, but the lake has none.</exception>
    public CollectionRequest Read(CollectionForm form)
    {
        var errors = new InputErrors();
        var exchange = ExchangeConnections.CheckName(form.Exchange ?? ExchangeCatalogue.Default, errors);
        var timeframes = ReadTimeframes(form.Timeframes ?? [Timeframe.OneDay.Name], exchange, errors);
        var requested = ReadSpan(form, errors);
        if (form.Symbols is null or { Count: 0 })
            errors.Add("symbols", "symbols is empty; name at least one, such as BTC_KRW, or * for all that have candles");
        else if (form.Symbols.Count > SymbolListReader.MaximumSymbols)
            errors.Add("symbols", $"symbols names {form.Symbols.Count} markets; give at most {SymbolListReader.MaximumSymbols}");
        errors.ThrowIfAny();
        var series = form.Symbols is ["*"]
            ? FindSeriesInLake(exchange!, timeframes)
            : CreateNamedSeries(form.Symbols!, exchange!, timeframes, errors);
        CheckSize(series, requested, errors);
        errors.ThrowIfAny();
        return new CollectionRequest(series, requested);
    }

    private List<Timeframe> ReadTimeframes(IReadOnlyList<string> names, string? exchange, InputErrors errors)
    {
        var parsed = new List<Timeframe>();
        if (names.Count == 0)
            errors.Add("timeframes", "timeframes is empty; name at least one, such as 1M");
        if (names.Count > Timeframe.All.Count)
            errors.Add("timeframes", $"timeframes names {names.Count}; there are only {Timeframe.All.Count}, name each once");
        foreach (var name in names.Take(Timeframe.All.Count))
        {
            if (!Timeframe.TryParse(name, out var timeframe, out var error))
                errors.Add("timeframes", error);
            else if (exchange is not null && exchanges.GetOrOpen(exchange).Traits is var traits && !traits.Timeframes.Contains(timeframe))
                errors.Add("timeframes", $"{exchange} has no {timeframe} candles; it has {string.Join(", ", traits.Timeframes)}");
            else if (!parsed.Contains(timeframe))
                parsed.Add(timeframe);
        }

        return parsed;
    }

    private RequestedSpan ReadSpan(CollectionForm form, InputErrors errors)
    {
        var range = DateRange.Read(("start_date", form.StartDate), ("end_date", form.EndDate), errors);
        if (form.Days is < 1 or > CollectionForm.MaximumDays)
            errors.Add("days", $"days cannot be {form.Days}; give 1 to {CollectionForm.MaximumDays}");
        if (form.Days is not null && (form.StartDate is not null || form.EndDate is not null))
            errors.Add("days", "days cannot be given together with start_date or end_date; leave one of them out");
        if (form.StartDate is not null && range.StartUtc > clock.NowUtc())
            errors.Add(
                "start_date",
                $"start_date '{Problems.SanitizeForMessage(form.StartDate)}' lies in the future; give a day that has begun"
            );
        return new RequestedSpan(form.StartDate is null ? null : range.StartUtc, form.EndDate is null ? null : range.EndUtc, form.Days);
    }

    private void CheckSize(List<CollectionSeries> series, RequestedSpan requested, InputErrors errors)
    {
        var nowUtc = clock.NowUtc();
        var bars = series.Sum(each =>
        {
            var range = requested.RangeOf(each.Timeframe, firstUtc: null, nowUtc);
            return (Math.Min(range.EndUtc, nowUtc) - range.StartUtc) / each.Timeframe.NominalMicroseconds;
        });
        if (bars > MaximumBars)
            errors.Add(
                "symbols",
                $"about {bars} bars are more than the {MaximumBars} that a collection may request; name fewer symbols, longer timeframes or a shorter time"
            );
    }

    private List<CollectionSeries> FindSeriesInLake(string exchange, IReadOnlyList<Timeframe> timeframes)
    {
        var series = timeframes
            .SelectMany(timeframe => lake.Symbols(timeframe).Select(symbol => new CollectionSeries(exchange, symbol, timeframe)))
            .Where(each => each.SourceConflictWith(lake.GetCollectionRecord(each.Symbol, each.Timeframe)) is null)
            .ToList();
        return series.Count > 0
            ? series
            : throw new LakeException(
                LakeErrorKind.NotFound,
                $"no symbol has {string.Join(" or ", timeframes)} candles of {exchange} yet; name the symbols to collect, such as BTC_KRW"
            );
    }

    private List<CollectionSeries> CreateNamedSeries(
        IReadOnlyList<string> names,
        string exchange,
        List<Timeframe> timeframes,
        InputErrors errors
    )
    {
        var symbols = SymbolListReader.Parse(names, errors);
        var series = symbols.SelectMany(_ => timeframes, (symbol, timeframe) => new CollectionSeries(exchange, symbol, timeframe)).ToList();
        foreach (var each in series)
        {
            if (each.SourceConflictWith(lake.GetCollectionRecord(each.Symbol, each.Timeframe)) is { } refusal)
                errors.Add("symbols", refusal);
        }

        return series;
    }
}
