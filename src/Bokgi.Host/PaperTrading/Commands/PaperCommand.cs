using System.CommandLine;
using System.Text.Json;
using Bokgi.Host.PaperTrading.Documents;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
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
            Reading("status", "How a session stands: figures, connection, last verification.", StatusDocument.Of, SessionTables.Write),
            Reading(
                "positions",
                "A session's open positions.",
                (row, session) => PositionList.Of(row.SessionId, session),
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

    private static Command Reading<T>(string name, string description, Func<PaperSessionRow, PaperSession, T> of, Action<T, Shell> write)
    {
        var (session, json) = (Session(), Json());
        var command = new Command(name, description) { session, json };
        return command.RunsAsync(
            async (result, shell) =>
            {
                using var house = new PaperShell(shell);
                var (row, held) = await house.OpenAsync(result.GetValue(session));
                Show(of(row, held), result.GetValue(json), write, shell);
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
        return command.RunsAsync(
            async (result, shell) =>
            {
                using var house = new PaperShell(shell);
                var (row, _) = await house.OpenAsync(result.GetValue(session));
                await house.Desk.StopAsync(row, closesPositions: !result.GetValue(keep), shell.Cancel);
                var (ended, left) = await house.OpenAsync(row.SessionId);
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
        return command.RunsAsync(
            async (result, shell) =>
            {
                using var house = new PaperShell(shell);
                var (row, open) = await house.OpenAsync(result.GetValue(session));
                var paging = new Paging(Math.Clamp(result.GetValue(limit) ?? 100, 1, int.MaxValue), 0);
                var (total, trades) = await house.Pages.TradesAsync(row.Number, symbol: null, paging);
                Show(TradeHistory.Of(row, open, total, trades, paging), result.GetValue(json), SessionTables.Write, shell);
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
        return command.RunsAsync(
            async (result, shell) =>
            {
                using var house = new PaperShell(shell);
                var (row, _) = await house.OpenAsync(result.GetValue(session));
                var outcome = await house.Verifier.VerifyAsync(row.Number, shell.Cancel);
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
