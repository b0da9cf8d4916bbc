using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Bokgi.Backtesting;
using Bokgi.Host.Backtests.Documents;
using Bokgi.Host.Backtests.Requests;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.Settings;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;

namespace Bokgi.Host.Backtests;

/// <summary>Runs a plan over the lake and writes down what came of it.</summary>
internal sealed class BacktestRunner(CandleLake lake, HostSettings settings, TimeProvider clock)
{
    private static readonly Assembly Engine = typeof(Backtester).Assembly;

    /// <summary>Runs a plan.</summary>
    /// <param name="plan">What is to be run.</param>
    /// <param name="threads">Symbols at a time.</param>
    /// <param name="observer">Who is told of every finished symbol, if anyone.</param>
    /// <param name="cancel">Stops the run.</param>
    /// <exception cref="LakeException">A file is malformed, or no symbol has a candle in the range.</exception>
    public RunDocument Run(BacktestPlan plan, int threads, IRunObserver? observer, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        var source = new LakeCandleSource(lake, plan, cancel);
        var report = Backtester.Run(plan.Request, source, threads, observer, cancel);
        if (report.Totals is null)
        {
            var form = plan.Form;
            throw new LakeException(
                LakeErrorKind.NotFound,
                $"no candle of {string.Join(", ", plan.Request.Symbols.Take(10))} at {plan.Request.Timeframe} lies in {form.StartDate} to {form.EndDate}; the inventory of the candles lists what there is"
            );
        }

        return Document(plan, report, source, now, clock.GetElapsedTime(began).TotalSeconds);
    }

    private RunDocument Document(BacktestPlan plan, BacktestReport report, LakeCandleSource source, DateTimeOffset now, double seconds)
    {
        var (form, request) = (plan.Form, plan.Request);
        var totals = FiguresDocument.Of(report.Totals!);
        SymbolDocument[] symbols = [.. report.Symbols.Select(each => SymbolDocument.Of(each, source.Fingerprint(each.Symbol)))];
        return new RunDocument
        {
            RunId = Guid.CreateVersion7(now).ToString(),
            Strategy = request.Strategy.Name,
            Params = form.Params ?? [],
            Overrides = form.Overrides ?? [],
            EffectiveParams = report.Symbols.ToDictionary(each => each.Symbol.Code, each => EffectiveParams(request, each.Symbol)),
            StartDate = form.StartDate!,
            EndDate = form.EndDate!,
            Timeframe = request.Timeframe.Name,
            Execution = WireNames.Of(request.Account.Execution),
            FeeRate = request.Account.FeeRate,
            SlippageRate = request.Account.SlippageRate,
            InitialCash = request.InitialCash,
            Sizing = new SizingForm { Kind = WireNames.Of(request.Account.Sizing.Kind), Value = request.Account.Sizing.Value },
            StopLossPct = request.Account.StopLossPct,
            TakeProfitPct = request.Account.TakeProfitPct,
            TrailingStopPct = request.Account.TrailingStopPct,
            Warmup = plan.Warmup,
            Strict = plan.IsStrict,
            Symbols = symbols,
            Totals = totals,
            TotalSignals = totals.Signals,
            TotalTrades = totals.Trades,
            ExecutionTime = seconds,
            Warnings = [.. Warnings(report)],
            Quality = report.Symbols.ToDictionary(each => each.Symbol.Code, each => QualityDocument.Of(each.Quality)),
            Metadata = Metadata(now, CandleFingerprint.Of(symbols.Select(each => (each.Symbol, each.DataFingerprint!)))),
            Description = form.Description,
            Tags = [.. (form.Tags ?? []).Distinct()],
        };
    }

    private static Dictionary<string, JsonElement> EffectiveParams(BacktestRequest request, Symbol symbol)
    {
        var parameters = request.ParametersOf(symbol);
        return parameters.Declarations.ToDictionary(each => each.Name, each => WireValues.Of(each, parameters[each.Name]));
    }

    private static IEnumerable<string> Warnings(BacktestReport report)
    {
        foreach (var symbol in report.Missing)
            yield return $"{symbol} has no candle in the range and was left out; the cash was shared by the others";
        foreach (var (symbol, _, quality) in report.Symbols)
        {
            if (quality.Duplicates + quality.OutOfOrder + quality.Invalid > 0)
                yield return $"{symbol}: {quality.Duplicates} duplicate, {quality.OutOfOrder} out-of-order and {quality.Invalid} invalid rows were put right or left out";
        }
    }

    private RunMetadata Metadata(DateTimeOffset now, string fingerprint)
    {
        // The SDK appends the commit to the version, where it was built from a checkout.
        var version = Engine.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') ?? [];
        return new RunMetadata(
            now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            settings.Environment,
            Environment.MachineName,
            version.ElementAtOrDefault(0) ?? "unknown",
            version.ElementAtOrDefault(1),
            fingerprint
        );
    }
}
