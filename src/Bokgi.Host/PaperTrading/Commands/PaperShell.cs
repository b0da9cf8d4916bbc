using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.PaperTrading.Commands;

/// <summary>
/// The services that the paper trading commands use. The commands only store requests in the database; the server that runs the session
/// executes them.
/// </summary>
internal sealed class PaperShell : IDisposable
{
    private readonly BokgiDatabase database;
    private readonly ExchangeConnections exchanges;

    public PaperShell(Shell shell)
    {
        Cancel = shell.Cancel;
        database = new BokgiDatabase(shell.Settings);
        database.Migrate();
        exchanges = new ExchangeConnections(shell.Settings, shell.Clock, ExchangeCatalogue.Open);
        var lake = new CandleLake(shell.Settings.DataRoot);
        var store = new PaperStore(database, new EventLog(shell.Clock), shell.Clock);
        Queries = new PaperQueries(database);
        Service = new SessionService(store, new SessionCommands(database, shell.Clock), Queries, exchanges, shell.Clock);
        Verifier = new SessionVerifier(store, Queries, exchanges, lake, shell.Clock);
    }

    public CancellationToken Cancel { get; }
    public PaperQueries Queries { get; }
    public SessionService Service { get; }
    public SessionVerifier Verifier { get; }

    /// <exception cref="InvalidInputException">There is no such session.</exception>
    public async Task<(PaperSessionRow Row, PaperSession Session)> LoadAsync(string? sessionId) =>
        await Queries.LoadAsync(sessionId)
        ?? throw InvalidInputException.ForField(
            "session",
            sessionId is null
                ? "there is no paper session yet; 'bokgi paper start' starts one"
                : $"there is no paper session '{Problems.SanitizeForMessage(sessionId)}'; 'bokgi paper status' shows the newest"
        );

    public void Dispose()
    {
        exchanges.Dispose();
        database.Dispose();
    }
}
