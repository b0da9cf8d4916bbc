using System.Reflection;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;

namespace Bokgi.Host.Backtests;

/// <summary>Runs backtests and describes their results as documents; it stores nothing.</summary>
internal sealed class BacktestRunner(CandleLake lake, HostSettings settings, TimeProvider clock)
{
    private static readonly Assembly Engine = typeof(Backtester).Assembly;

    /// <exception cref="LakeException">A file is malformed, or no symbol has a candle in the range.</exception>
    public RunDocument Run(BacktestPlan plan, int threads, IRunObserver? observer, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        var source = OpenCandles(plan, cancel);
        var report = Backtester.Run(plan.Request, source, threads, observer, cancel);
        if (report.Totals is null)
            throw SkippedSymbols.CreateException(lake, plan);
        var (symbols, quality) = source.CreateDocuments(report.Symbols);
        return CreateDocument(plan, symbols, quality, FiguresDocument.Of(report.Totals), clock.GetElapsedTime(started).TotalSeconds);
    }

    public LakeCandleSource OpenCandles(BacktestPlan plan, CancellationToken cancel) => new(lake, plan, settings.QualityJump, cancel);

    public RunDocument CreateDocument(
        BacktestPlan plan,
        IReadOnlyList<SymbolDocument> symbols,
        IReadOnlyDictionary<string, QualityDocument> quality,
        FiguresDocument totals,
        double seconds
    )
    {
        var (form, request) = (plan.Form, plan.Request);
        var now = clock.GetUtcNow();
        var run = new RunDocument
        {
            RunId = Guid.CreateVersion7(now).ToString(),
            Strategy = request.Strategy.Name,
            Params = form.Params ?? [],
            Overrides = form.Overrides ?? [],
            EffectiveParams = symbols.ToDictionary(each => each.Symbol, each => GetEffectiveParams(request, Symbol.Parse(each.Symbol))),
            StartDate = form.StartDate!,
            EndDate = form.EndDate!,
            Timeframe = request.Timeframe.Name,
            Account = request.Account with { FeeRate = request.Account.FeeRateIn(request.Range) },
            InitialCash = request.InitialCash,
            Warmup = plan.Warmup,
            Strict = plan.IsStrict,
            Symbols = symbols,
            Totals = totals,
            TotalSignals = totals.Signals,
            TotalTrades = totals.Trades,
            ExecutionTime = seconds,
            Warnings = [],
            Quality = quality,
            LeftOut = SkippedSymbols.Describe(lake, plan, symbols.Select(each => each.Symbol)),
            Metadata = CreateMetadata(now, CandleFingerprint.Of(symbols.Select(each => (each.Symbol, each.DataFingerprint!)))),
            Description = form.Description,
            Tags = [.. (form.Tags ?? []).Distinct()],
        };
        RunMeter.Runs.Add(1, new KeyValuePair<string, object?>("strategy", run.Strategy));
        RunMeter.Candles.Add(totals.Bars);
        RunMeter.Duration.Record(seconds);
        return run with { Warnings = [.. RunWarnings.Of(run).Select(warning => warning.En)] };
    }

    private static Dictionary<string, JsonElement> GetEffectiveParams(BacktestRequest request, Symbol symbol)
    {
        var parameters = request.ParametersOf(symbol);
        return parameters.Declarations.ToDictionary(each => each.Name, each => WireValues.ToJson(each, parameters[each.Name]));
    }

    private RunMetadata CreateMetadata(DateTimeOffset now, string fingerprint)
    {
        // The SDK appends the commit to the version if it builds from a checkout.
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
