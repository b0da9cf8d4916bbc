using System.CommandLine;
using Bokgi.Host.Candles;
using Bokgi.Host.Runs.Accounts;
using Bokgi.Host.Runs.Requests;

namespace Bokgi.Host.Backtests;

/// <summary>The options of <c>bokgi backtest</c> that describe a run, read into a request.</summary>
internal sealed class BacktestOptions
{
    private readonly Option<string?> file = TextOption.Single(
        "--file",
        "json",
        "JSON file of a request or a stored run; cannot be combined with options for its fields"
    );
    private readonly Option<string?> strategy = TextOption.Single("--strategy", "name", "The strategy; 'bokgi strategies' lists them");
    private readonly Option<string[]> symbols = TextOption.List(
        "--symbols",
        "list",
        "Markets, such as BTC_KRW,ETH_KRW; '*' for all that have candles"
    );
    private readonly Option<string?> start = TextOption.Single(
        "--start",
        "date",
        "First day or time; KST unless a zone is given (default: the first stored bar)",
        "--start-date"
    );
    private readonly Option<string?> end = TextOption.Single(
        "--end",
        "date",
        "Last day (inclusive) or end time (default: the last stored bar)",
        "--end-date"
    );
    private readonly Option<string?> timeframe = TextOption.Single(
        "--timeframe",
        "length",
        "Length of the candles: 1M (minute) … 1H, 1D, 1MO (default 1D)"
    );
    private readonly Option<string[]> parameters = TextOption.Repeatable(
        "--param",
        "name=value",
        "A parameter of the strategy, such as body_pct=0.01; may be repeated"
    );
    private readonly Option<string[]> overrides = TextOption.Repeatable(
        "--override",
        "symbol:name=value",
        "A parameter for one symbol only, such as ETH_KRW:body_pct=0.03; may be repeated"
    );
    private readonly AccountOptions account = new(AccountRules.Common);
    private readonly Option<int?> warmup = NumberOption.Integer(
        "--warmup",
        "bars",
        "Bars before the start that are fed to the strategy first, without trading (default 0)"
    );
    private readonly Option<bool> strict = new("--strict")
    {
        Description = "Fail if any candle is invalid or duplicate, instead of leaving it out",
    };
    private readonly Option<string?> description = TextOption.Single("--description", "text", "A note kept with the run");
    private readonly Option<string[]> tags = TextOption.Repeatable("--tag", "text", "A tag kept with the run; may be repeated");

    public void AddTo(Command command)
    {
        foreach (var option in RequestOptions)
            command.Options.Add(option);
        command.Options.Add(file);
    }

    private Option[] RequestOptions =>
        [symbols, strategy, start, end, timeframe, parameters, overrides, .. account.All, warmup, strict, description, tags];

    public BacktestForm Read(ParseResult result)
    {
        var errors = new InputErrors();
        if (result.GetValue(file) is { } path)
            return ReadFile(path, result, errors);
        var form = new BacktestForm
        {
            Strategy = result.GetValue(strategy),
            Params = NameValueParser.ParseValues(result.GetValue(parameters), "--param", errors),
            Overrides = NameValueParser.ParseValuesBySymbol(result.GetValue(overrides), errors),
            Symbols = SymbolListReader.Split(result.GetValue(symbols)),
            StartDate = result.GetValue(start),
            EndDate = result.GetValue(end),
            Timeframe = result.GetValue(timeframe),
            Account = account.Read(result, errors),
            Warmup = result.GetValue(warmup),
            Strict = result.GetValue(strict),
            Description = result.GetValue(description),
            Tags = result.GetValue(tags) ?? [],
        };
        errors.ThrowIfAny();
        return form;
    }

    private BacktestForm ReadFile(string path, ParseResult result, InputErrors errors)
    {
        foreach (var option in RequestOptions.Where(option => result.GetResult(option) is { Implicit: false }))
            errors.Add(option.Name, $"{option.Name} cannot be given with --file; write it into the file");
        errors.ThrowIfAny();
        return RunRequest.ReadFile(path);
    }
}
