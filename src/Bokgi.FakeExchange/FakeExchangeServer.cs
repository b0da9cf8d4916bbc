using System.Net;
using Bokgi.FakeExchange.Binance;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Limits;
using Bokgi.FakeExchange.Recording;
using Bokgi.FakeExchange.Upbit;
using Bokgi.MarketData.Lake;

namespace Bokgi.FakeExchange;

/// <summary>A local exchange that replays recorded candles: Upbit's REST API and websocket and Binance's REST API, on one port.</summary>
internal sealed class FakeExchangeServer : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    private readonly RecordedMarkets markets;
    private readonly RestRequestHandler restHandler;
    private readonly UpbitSocket socket;
    private WebApplication? app;

    /// <summary>Creates an exchange that does not listen yet.</summary>
    /// <exception cref="LakeException">The lake has no candles.</exception>
    public FakeExchangeServer(FakeExchangeOptions options)
    {
        Port = options.Port;
        markets = new RecordedMarkets(new CandleLake(options.Lake), options.Seed);
        Clock = new VirtualClock(options.RealClock, options.StartUtc ?? markets.EndUtc, options.Speed);
        Faults = new FaultScript(Clock, options.Seed, options.Faults);
        Statistics = new RequestStatistics(options.RealClock);
        var upbit = new UpbitRateLimiter(new UpbitRest(markets, new Corrections(Faults, Clock)), Statistics, options.RealClock);
        var binance = new BinanceRateLimiter(new BinanceRest(markets), Statistics, options.RealClock);
        restHandler = new RestRequestHandler(upbit, binance, Clock, options.RealClock, Faults, Statistics);
        socket = new UpbitSocket(upbit, markets, Clock, options.RealClock, Faults, Statistics);
    }

    public VirtualClock Clock { get; }

    public FaultScript Faults { get; }

    public RequestStatistics Statistics { get; }

    /// <summary>The port on 127.0.0.1. If any free port was requested: 0 until the server has started, then the actual port.</summary>
    public int Port { get; private set; }

    /// <summary>Base address of the REST APIs of Upbit and Binance.</summary>
    public Uri RestAddress => new($"http://127.0.0.1:{Port}");

    /// <summary>Address of Upbit's websocket.</summary>
    public Uri StreamAddress => new($"ws://127.0.0.1:{Port}/websocket/v1");

    public static async Task<FakeExchangeServer> StartNewAsync(FakeExchangeOptions options)
    {
        var server = new FakeExchangeServer(options);
        await server.StartAsync();
        return server;
    }

    /// <summary>
    /// Starts listening. If the server was started before, it listens on the same port again. The exchange's clock keeps running while the
    /// server is stopped.
    /// </summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, Port);
        });
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        app = builder.Build();
        var stop = app.Lifetime.ApplicationStopping;
        app.Run(context => context.Request.Path == UpbitSocket.Path ? socket.HandleAsync(context, stop) : restHandler.HandleAsync(context));
        await app.StartAsync();
        Port = new Uri(app.Urls.Single()).Port;
    }

    /// <summary>Stops listening: closes open connections and refuses new ones.</summary>
    public async Task StopAsync()
    {
        if (app is not { } running)
            return;
        app = null;
        await running.StopAsync();
        await running.DisposeAsync();
    }

    /// <summary>Waits for SIGTERM or Ctrl-C.</summary>
    public Task WaitForShutdownAsync() => app!.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        markets.Dispose();
    }
}
