using Bokgi.Backtesting;
using Bokgi.Host.Candles;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Trading;

namespace Bokgi.Host.Backtests.Requests;

/// <summary>Checks what a client asks for, field by field, and makes a plan of it.</summary>
internal sealed class BacktestReader(CandleLake lake)
{
    private const int MaximumWarmup = 1_000_000;
    private const double MaximumCash = 1e15;

    /// <summary>Reads a form.</summary>
    /// <exception cref="RefusedInputException">A field is wrong; all that are wrong are named.</exception>
    /// <exception cref="LakeException">All symbols were asked for and there are none.</exception>
    public BacktestPlan Read(BacktestForm form)
    {
        var errors = new InputErrors();
        if (!Timeframe.TryParse(form.Timeframe ?? "1d", out var timeframe, out var error))
            errors.Add("timeframe", error);
        var range = Range(form, errors);
        var account = Account(form, errors);
        var initialCash = form.InitialCash ?? 10_000_000;
        if (!(initialCash is > 0 and <= MaximumCash))
            errors.Add(
                "initial_cash",
                FormattableString.Invariant($"initial_cash cannot be {initialCash}; give an amount above 0, up to {MaximumCash:0}")
            );
        var warmup = form.Warmup ?? 0;
        if (warmup is < 0 or > MaximumWarmup)
            errors.Add("warmup", $"warmup cannot be {warmup}; give a number of bars from 0 to {MaximumWarmup}");
        new RunDescription(form.Description, form.Tags).Check(errors);

        var symbols = new SymbolReading(lake).Read(form.Symbols, timeframe, errors);
        string[] quotes = [.. symbols.Select(symbol => symbol.Quote).Distinct().Order(StringComparer.Ordinal)];
        if (quotes.Length > 1)
            errors.Add("symbols", $"symbols are paid in {string.Join(" and ", quotes)}; one run has one quote currency");
        var (strategy, parameters, overrides) = ParameterReading.Read(form, symbols, errors);
        errors.ThrowIfAny();
        var request = new BacktestRequest
        {
            Strategy = strategy,
            Parameters = parameters,
            Overrides = overrides,
            Symbols = symbols,
            Timeframe = timeframe,
            Range = range,
            Account = account,
            InitialCash = initialCash,
        };
        return new BacktestPlan(form, request, warmup, form.Strict ?? false);
    }

    private static TimeRange Range(BacktestForm form, InputErrors errors)
    {
        if (form.StartDate is null)
            errors.Add("start_date", "start_date is missing; write it as 2024-01-01 (KST)");
        if (form.EndDate is null)
            errors.Add("end_date", "end_date is missing; write it as 2024-12-31 (KST, the whole day)");
        if (form.StartDate is null || form.EndDate is null)
            return default;
        if (!KoreanTime.TryParseRange(form.StartDate, form.EndDate, out var range, out var error))
            errors.Add("start_date", error);
        return range;
    }

    private static AccountSettings Account(BacktestForm form, InputErrors errors)
    {
        var standard = new AccountSettings();
        var account = standard with
        {
            Execution = WireNames.Read(form.Execution, standard.Execution, "execution", errors),
            FeeRate = form.FeeRate ?? standard.FeeRate,
            SlippageRate = form.SlippageRate ?? standard.SlippageRate,
            Sizing = form.Sizing is { } sizing
                ? new Sizing(WireNames.Read(sizing.Kind, SizingKind.EquityFraction, "sizing.kind", errors), sizing.Value ?? double.NaN)
                : standard.Sizing,
            StopLossPct = form.StopLossPct,
            TakeProfitPct = form.TakeProfitPct,
            TrailingStopPct = form.TrailingStopPct,
        };
        errors.AddAll(account.Errors());
        return account;
    }
}
