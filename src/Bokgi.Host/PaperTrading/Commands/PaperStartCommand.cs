using System.CommandLine;
using Bokgi.Host.Candles;
using Bokgi.Host.PaperTrading.Documents;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.Runs.Accounts;
using Bokgi.Host.Runs.Requests;

namespace Bokgi.Host.PaperTrading.Commands;

internal static class PaperStartCommand
{
    // How long the command waits for a server to claim the session before it warns that none has.
    private static readonly TimeSpan ClaimTimeout = TimeSpan.FromSeconds(6);

    private static readonly Option<string?> File = TextOption.Single(
        "--file",
        "json",
        "A JSON file with the body of POST /api/simulation/start, instead of the other options"
    );

    private static readonly Option<string?> Exchange = TextOption.Single(
        "--exchange",
        "name",
        $"Exchange whose live candles are traded: {string.Join(" or ", ExchangeCatalogue.Names)} (default {ExchangeCatalogue.Default})"
    );

    private static readonly Option<string[]> Symbols = TextOption.List("--symbols", "list", "Markets, such as BTC_KRW,ETH_KRW", "--symbol");

    private static readonly Option<string?> Strategy = TextOption.Single(
        "--strategy",
        "name",
        "The strategy to run on each market; 'bokgi strategies' lists the strategies"
    );

    private static readonly Option<string[]> Parameters = TextOption.Repeatable(
        "--param",
        "name=value",
        "A parameter of the strategy, such as body_pct=0.01; may be repeated"
    );

    private static readonly Option<string?> CandleLength = TextOption.Single("--timeframe", "length", "Length of the candles (default 1M)");

    private static readonly Option<bool> Json = new("--json") { Description = "Write only JSON to standard output" };

    public static Command Create()
    {
        var account = new AccountOptions(AccountRules.All);
        var command = new Command("start", "Starts a session; a server runs it at once, or as soon as one is started.");
        foreach (var option in (Option[])[Symbols, Strategy, Parameters, CandleLength, Exchange, .. account.All, File, Json])
            command.Options.Add(option);
        return command.RunsAsync((result, shell) => RunAsync(Read(result, account), result.GetValue(Json), shell));
    }

    private static async Task<int> RunAsync(SessionForm form, bool asJson, Shell shell)
    {
        using var paper = new PaperShell(shell);
        var started = await paper.Service.StartAsync(form, shell.Cancel);
        if (!await paper.Service.WaitUntilOwnedAsync(started.SessionId, ClaimTimeout, shell.Cancel))
            shell.Warn(
                Shell.Localize(
                    "세션을 맡을 서버가 없습니다. 'bokgi serve'를 실행하면 시작합니다",
                    "no server has taken the session; it starts as soon as 'bokgi serve' runs"
                )
            );
        var (row, session) = await paper.LoadAsync(started.SessionId);
        if (asJson)
            shell.WriteJson(StatusDocument.Of(row, session));
        else
            shell.Out.WriteLine(row.SessionId);
        return ExitCode.Success;
    }

    private static SessionForm Read(ParseResult result, AccountOptions options)
    {
        var errors = new InputErrors();
        if (result.GetValue(File) is { } path)
            return ReadFile(path, result, options, errors);
        var account = options.Read(result, errors);
        var symbols = SymbolListReader.Split(result.GetValue(Symbols));
        var parameters = NameValueParser.ParseValues(result.GetValue(Parameters), "--param", errors);
        errors.ThrowIfAny();
        return new SessionForm
        {
            Exchange = result.GetValue(Exchange),
            Symbols = symbols,
            Strategies = symbols
                .Distinct()
                .ToDictionary(
                    symbol => symbol,
                    IReadOnlyList<PairForm> (_) => [new PairForm { StrategyName = result.GetValue(Strategy), Params = parameters }]
                ),
            Timeframe = result.GetValue(CandleLength),
            Account = account,
        };
    }

    private static SessionForm ReadFile(string path, ParseResult result, AccountOptions options, InputErrors errors)
    {
        IEnumerable<Option> otherOptions = [Symbols, Strategy, Parameters, CandleLength, Exchange, .. options.All];
        foreach (var option in otherOptions.Where(option => result.GetResult(option) is { Implicit: false }))
            errors.Add(option.Name, $"{option.Name} cannot be given with --file; write it into the file");
        errors.ThrowIfAny();
        try
        {
            return JsonSerializer.Deserialize<SessionForm>(System.IO.File.ReadAllText(path), JsonFormat.Indented)
                ?? throw InvalidInputException.ForField("file", $"{path} contains null; give the body of POST /api/simulation/start");
        }
        catch (JsonException invalid)
        {
            throw InvalidInputException.ForField(
                "file",
                $"{path} cannot be read as a request for a session ('{invalid.Path?.TrimStart('$', '.')}'); see /docs for its fields"
            );
        }
    }
}
