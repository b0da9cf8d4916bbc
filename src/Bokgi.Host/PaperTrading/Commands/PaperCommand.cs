using System.CommandLine;
using Bokgi.Host.PaperTrading.Documents;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.PaperTrading.Commands;

internal static class PaperCommand
{
    public const string Name = "paper";

    public static Command Create() =>
        new Command(
            Name,
            "Trades live candles with paper money, using the backtest's own strategies and account. A server ('bokgi serve') runs the sessions."
        )
        {
            PaperStartCommand.Create(),
            CreateStop(),
            CreateSessionCommand(
                "status",
                "Shows a session: figures, connection, last verification.",
                (_, _, row, session) => Task.FromResult(StatusDocument.Of(row, session)),
                SessionTables.Write
            ),
            CreateSessionCommand(
                "positions",
                "Lists a session's open positions.",
                (_, _, row, session) => Task.FromResult(PositionList.Of(row, session)),
                SessionTables.Write
            ),
            CreateTrades(),
            CreateSessionCommand(
                "verify",
                "Replays a session through the backtester and lists every difference; exit code 1 when there is any.",
                (paper, _, row, _) => paper.Verifier.VerifyAsync(row.Number, paper.Cancel),
                SessionTables.Write,
                verification => verification.IsClean ? ExitCode.Success : ExitCode.ProblemsFound
            ),
        }.WithExamples(
            "paper start --symbols BTC_KRW,ETH_KRW --strategy volume_zone_breakout --param volume_window=60",
            "paper status",
            "paper trades --limit 20",
            "paper verify",
            "paper stop --keep-positions"
        );

    private static Command CreateStop()
    {
        var keepPositions = new Option<bool>("--keep-positions")
        {
            Description = "Leave open positions open (default: sell them at the last close)",
        };
        return CreateSessionCommand(
            "stop",
            "Ends a session; a server then verifies it automatically.",
            async (paper, result, row, _) =>
            {
                await paper.Service.StopAsync(row, closesPositions: !result.GetValue(keepPositions), paper.Cancel);
                var (stoppedRow, stoppedSession) = await paper.LoadAsync(row.SessionId);
                return StatusDocument.Of(stoppedRow, stoppedSession);
            },
            SessionTables.Write,
            options: keepPositions
        );
    }

    private static Command CreateTrades()
    {
        var limit = NumberOption.Integer("--limit", "number", "Maximum number of trades (default 100)");
        return CreateSessionCommand(
            "trades",
            "Lists a session's closed positions, newest first.",
            async (paper, result, row, session) =>
            {
                var count = result.GetValue(limit) ?? 100;
                if (count < 1)
                    throw InvalidInputException.ForField("limit", $"--limit cannot be {count}; give 1 or more");
                var paging = new Paging(count, Offset: 0);
                var (total, trades) = await paper.Queries.TradesAsync(row.Number, symbol: null, paging);
                return TradeHistory.Of(row, session, total, trades, paging);
            },
            SessionTables.Write,
            options: limit
        );
    }

    // A command for one session; it writes its result as a table, or as JSON.
    private static Command CreateSessionCommand<T>(
        string name,
        string description,
        Func<PaperShell, ParseResult, PaperSessionRow, PaperSession, Task<T>> run,
        Action<T, Shell> write,
        Func<T, int>? exitCode = null,
        params Option[] options
    )
    {
        var id = new Argument<string?>("session")
        {
            Description = "Id of the session (default: the newest one)",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "id",
        };
        var json = new Option<bool>("--json") { Description = "Write only JSON to standard output" };
        var command = new Command(name, description) { id };
        foreach (var option in (Option[])[.. options, json])
            command.Options.Add(option);
        return command.RunsAsync(
            async (result, shell) =>
            {
                using var paper = new PaperShell(shell);
                var (row, session) = await paper.LoadAsync(result.GetValue(id));
                var document = await run(paper, result, row, session);
                if (result.GetValue(json))
                    shell.WriteJson(document);
                else
                    write(document, shell);
                return exitCode?.Invoke(document) ?? ExitCode.Success;
            }
        );
    }
}
