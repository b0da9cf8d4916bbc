using Bokgi.Host.Backtests;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;
using Bokgi.Host.Storage;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.MarketData.Lake;
using Microsoft.Extensions.Configuration;

namespace Bokgi.IntegrationTests.Store;

/// <summary>
/// A run storage with an empty database of one engine, and a small lake for its backtests. Dispose removes the files of both.
/// </summary>
public abstract class StoreFixture : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Lazy<HostSettings> settings;
    private readonly Lazy<BokgiDatabase> database;

    protected StoreFixture()
    {
        settings = new Lazy<HostSettings>(() => ReadSettings(StateRoot));
        database = new Lazy<BokgiDatabase>(OpenMigrated);
    }

    /// <summary>DATABASE_URL, empty for SQLite.</summary>
    public abstract string DatabaseUrl { get; }

    public string StateRoot => folder.PathOf("state");

    public string ResultsFolder => Path.Combine(StateRoot, "results");

    internal HostSettings Settings => settings.Value;

    internal BokgiDatabase Database => database.Value;

    internal TestRunStorage RunStorage => new(Database, Settings, TimeProvider.System);

    /// <summary>Creates the run storage of a machine that uploads its files to an object store.</summary>
    /// <param name="objectStore">The object store.</param>
    /// <param name="stateRoot">The machine's state folder; null for the state folder of this fixture.</param>
    /// <param name="clock">The machine's clock.</param>
    internal TestRunStorage CreateUploadingStorage(IObjectStore objectStore, string? stateRoot = null, TimeProvider? clock = null) =>
        new(Database, stateRoot is null ? Settings : ReadSettings(stateRoot), clock ?? TimeProvider.System, objectStore);

    internal static BacktestForm CreateRequest(params string[] symbols) =>
        new()
        {
            Strategy = "volume_long_candle",
            Symbols = symbols,
            StartDate = "2024-01-01",
            EndDate = "2024-01-31",
            Timeframe = "1H",
        };

    /// <summary>Writes hourly candles for the symbols that have none yet; each symbol has its own prices.</summary>
    public void WriteCandles(params IEnumerable<string> symbols)
    {
        foreach (var symbol in symbols.Where(symbol => !Directory.Exists(folder.PathOf("lake", symbol))))
        {
            var priceFactor = 1 + (symbol.Sum(letter => letter) % 97 / 1000.0);
            folder.WriteHours(
                symbol,
                150,
                (i, candle) =>
                    candle with
                    {
                        Close = i % 10 == 9 ? candle.Close * priceFactor : candle.Close, // a burst of price and volume, which gives a signal
                        High = candle.High * priceFactor,
                    }
            );
            Directory.CreateDirectory(folder.PathOf("lake"));
            Directory.Move(folder.PathOf(symbol), folder.PathOf("lake", symbol));
        }
    }

    /// <summary>Runs a backtest without storing it.</summary>
    internal RunDocument RunWithoutStoring(BacktestForm form) =>
        CreateRunner().Run(ReadPlan(form), threads: 1, observer: null, CancellationToken.None);

    /// <summary>Runs a backtest and stores the run, in the fixture's own storage unless another is given.</summary>
    internal RunDocument RunAndStore(BacktestForm form, TestRunStorage? store = null)
    {
        WriteCandles(form.Symbols!);
        return new RunRecording(CreateRunner(), (store ?? RunStorage).Archive)
            .RunAsync(ReadPlan(form), threads: 1, observer: null, CancellationToken.None)
            .GetAwaiter()
            .GetResult();
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private BacktestPlan ReadPlan(BacktestForm form) => new BacktestReader(new CandleLake(Settings.DataRoot)).Read(form);

    private BacktestRunner CreateRunner() => new(new CandleLake(Settings.DataRoot), Settings, TimeProvider.System);

    private HostSettings ReadSettings(string stateRoot)
    {
        var values = new Dictionary<string, string?>
        {
            ["DATA_ROOT"] = folder.PathOf("lake"),
            ["STATE_ROOT"] = stateRoot,
            ["DATABASE_URL"] = DatabaseUrl,
            ["PORT"] = "0",
        };
        Directory.CreateDirectory(stateRoot);
        return HostSettings.Read(null, new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }

    private BokgiDatabase OpenMigrated()
    {
        var newDatabase = new BokgiDatabase(Settings);
        newDatabase.Migrate();
        return newDatabase;
    }
}
