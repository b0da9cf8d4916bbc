using System.CommandLine;
using System.Text.Json;
using Bokgi.Host.PaperTrading.Documents;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.Queries;

namespace Bokgi.Host.PaperTrading.Commands;

/// <summary><c>bokgi paper</c>: controls and shows paper sessions, which servers run.</summary>
internal static class PaperCommand
{
    public const string Name = "paper";

    public static Command Create() =>
        new Command(
            Name,
            "Trades live candles with paper money, by the backtest's own strategies and account. A server ('bokgi serve') does it."
        )
        {
            PaperStartCommand.Create(),
            Stop(),
            Reading(
                "status",
                "How a session stands: figures, connection, last verification.",
                (house, id) =>
                {
                    var (row, session) = house.Open(id);
                    return StatusDocument.Of(row, session);
                },
                SessionTables.Write
            ),
            Reading(
                "positions",
                "A session's open positions.",
                (house, id) =>
                {
                    var (row, session) = house.Open(id);
                    return PositionList.Of(row.SessionId, session);
                },
                SessionTables.Write
            ),
            Trades(),
            Verify(),
        }.WithExamples(
            "paper start --symbols BTC_KRW,ETH_KRW --strategy volume_zone_breakout --param volume_window=60",
            "paper status",
            "paper trades --limit 20",
            "paper verify",
            "paper stop --keep-positions"
        );

    private static Argument<string?> Session() =>
        new("session")
        {
            Description = "Its id (default: the newest one)",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "id",
        };

    private static Option<bool> Json() => new("--json") { Description = "As JSON, alone on standard output" };

    private static Command Reading<T>(string name, string description, Func<PaperShell, string?, T> read, Action<T, Shell> write)
    {
        var (session, json) = (Session(), Json());
        var command = new Command(name, description) { session, json };
        return command.Runs(
            (result, shell) =>
            {
                using var house = new PaperShell(shell);
                Show(read(house, result.GetValue(session)), result.GetValue(json), write, shell);
                return ExitCode.Good;
            }
        );
    }

    private static Command Stop()
    {
        var (session, json) = (Session(), Json());
        var keep = new Option<bool>("--keep-positions")
        {
            Description = "Leave open positions open (default: sell them at the last close)",
        };
        var command = new Command("stop", "Ends a session; its verification follows by itself.") { session, keep, json };
        return command.Runs(
            (result, shell) =>
            {
                using var house = new PaperShell(shell);
                var (row, _) = house.Open(result.GetValue(session));
                house.Desk.StopAsync(row, closesPositions: !result.GetValue(keep), shell.Cancel).GetAwaiter().GetResult();
                var (ended, left) = house.Open(row.SessionId);
                Show(StatusDocument.Of(ended, left), result.GetValue(json), SessionTables.Write, shell);
                return ExitCode.Good;
            }
        );
    }

    private static Command Trades()
    {
        var (session, json) = (Session(), Json());
        var limit = NumberOption.Whole("--limit", "number", "Most trades, the newest first (default 100)");
        var command = new Command("trades", "A session's closed positions, the newest first.") { session, limit, json };
        return command.Runs(
            (result, shell) =>
            {
                using var house = new PaperShell(shell);
                var (row, open) = house.Open(result.GetValue(session));
                var paging = new Paging(Math.Clamp(result.GetValue(limit) ?? 100, 1, int.MaxValue), 0);
                var history = TradeHistory.Of(row, open, house.Pages, symbol: null, paging);
                Show(history, result.GetValue(json), SessionTables.Write, shell);
                return ExitCode.Good;
            }
        );
    }

    private static Command Verify()
    {
        var (session, json) = (Session(), Json());
        var command = new Command(
            "verify",
            "Replays a session through the backtester and lists every difference; exit code 1 when there is any."
        )
        {
            session,
            json,
        };
        return command.Runs(
            (result, shell) =>
            {
                using var house = new PaperShell(shell);
                var (row, _) = house.Open(result.GetValue(session));
                var outcome = house.Verifier.VerifyAsync(row.Number, shell.Cancel).GetAwaiter().GetResult();
                Show(outcome, result.GetValue(json), SessionTables.Write, shell);
                return outcome.IsClean ? ExitCode.Good : ExitCode.Refused;
            }
        );
    }

    private static void Show<T>(T document, bool asJson, Action<T, Shell> write, Shell shell)
    {
        if (asJson)
            shell.Out.WriteLine(JsonSerializer.Serialize(document, JsonFormat.Options));
        else
            write(document, shell);
    }
}
