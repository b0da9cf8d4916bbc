using Bokgi.Host.Candles;

namespace Bokgi.Host.Runs.Requests;

/// <summary>Validates a <see cref="BacktestForm"/> and converts it into a <see cref="BacktestPlan"/>.</summary>
internal sealed class BacktestReader(CandleLake lake)
{
    /// <exception cref="InvalidInputException">A field is invalid; the message lists all invalid fields.</exception>
    /// <exception cref="LakeException">All symbols were requested, but the lake has none.</exception>
    public BacktestPlan Read(BacktestForm form)
    {
        var errors = new InputErrors();
        if (!Timeframe.TryParse(form.Timeframe ?? BacktestForm.Standard.Timeframe, out var timeframe, out var error))
            errors.Add("timeframe", error);
        var range = ReadRange(form, errors);
        var account = form.Account.Read(errors);
        var initialCash = form.Account.ReadCash(errors);
        var warmup = form.Warmup ?? BacktestForm.Standard.Warmup.GetValueOrDefault();
        if (warmup is < 0 or > BacktestForm.MaximumWarmup)
            errors.Add("warmup", $"warmup cannot be {warmup}; give a number of bars from 0 to {BacktestForm.MaximumWarmup}");
        new RunDescription { Description = form.Description, Tags = form.Tags }.Check(errors);

        var symbols = new SymbolListReader(lake).Read(form.Symbols, timeframe, errors);
        string[] quotes = [.. symbols.Select(symbol => symbol.Quote).Distinct().Order(StringComparer.Ordinal)];
        if (quotes.Length > 1)
            errors.Add("symbols", $"symbols are quoted in {string.Join(" and ", quotes)}; one run has one quote currency");
        if (account.Costs is { } costs && symbols.Select(costs.ErrorFor).FirstOrDefault(message => message is not null) is { } costsError)
            errors.Add("costs", costsError);
        var (strategy, parameters, overrides) = ParameterReader.Read(form, symbols, errors);
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

    private static TimeRange ReadRange(BacktestForm form, InputErrors errors)
    {
        if (form.StartDate is null)
            errors.Add("start_date", "start_date is missing; write it as 2024-01-01 (KST)");
        if (form.EndDate is null)
            errors.Add("end_date", "end_date is missing; write it as 2024-12-31 (KST, the whole day)");
        return DateRange.Read(("start_date", form.StartDate), ("end_date", form.EndDate), errors);
    }
}
