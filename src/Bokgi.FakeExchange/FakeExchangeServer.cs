using System.Net;
using Bokgi.FakeExchange.Binance;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Limits;
using Bokgi.FakeExchange.Recording;
using Bokgi.FakeExchange.Upbit;
using Bokgi.MarketData.Lake;

namespace Bokgi.FakeExchange;

/// <summary>An exchange on this machine that plays recorded candles: Upbit's REST and websocket, Binance's REST, on one port.</summary>
internal sealed class FakeExchangeServer : IAsyncDisposable
{
    private static readonly TimeSpan TimeForLastAnswers = TimeSpan.FromSeconds(1);

    private readonly RecordedMarkets markets;
    private readonly RestGate rest;
    private readonly UpbitSocket socket;
    private WebApplication? app;

    /// <summary>Makes an exchange that does not listen yet.</summary>
    /// <exception cref="LakeException">The lake has no candles.</exception>
    public FakeExchangeServer(FakeExchangeOptions options)
    {
        Port = options.Port;
        markets = new RecordedMarkets(new CandleLake(options.Lake), options.Seed);
        Clock = new VirtualClock(options.Clock, options.FromUtc ?? markets.EndUtc, options.Speed);
        Faults = new FaultScript(Clock, options.Seed, options.Faults);
        Measures = new RequestMeasures(options.Clock);
        var upbit = new UpbitGate(new UpbitRest(markets, new Corrections(Faults, Clock)), Measures, options.Clock);
        var binance = new BinanceGate(new BinanceRest(markets), Measures, options.Clock);
        rest = new RestGate(upbit, binance, Clock, options.Clock, Faults, Measures);
        socket = new UpbitSocket(upbit, markets, Clock, options.Clock, Faults, Measures);
    }

    public VirtualClock Clock { get; }

    public FaultScript Faults { get; }

    public RequestMeasures Measures { get; }

    /// <summary>Where it listens; once it has listened on any free port, that one.</summary>
    public int Port { get; private set; }

    /// <summary>Base of Upbit's and Binance's REST.</summary>
    public Uri Rest => new($"http://127.0.0.1:{Port}");

    /// <summary>Upbit's websocket.</summary>
    public Uri Stream => new($"ws://127.0.0.1:{Port}/websocket/v1");

    /// <summary>An exchange that listens.</summary>
    public static async Task<FakeExchangeServer> StartNewAsync(FakeExchangeOptions options)
    {
        var server = new FakeExchangeServer(options);
        await server.StartAsync();
        return server;
    }

    /// <summary>Comes up, on the port that it had before, if it had one. Its time went on meanwhile.</summary>
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
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeForLastAnswers);
        app = builder.Build();
        var stop = app.Lifetime.ApplicationStopping;
        app.Run(context => context.Request.Path == UpbitSocket.Path ? socket.HandleAsync(context, stop) : rest.HandleAsync(context));
        await app.StartAsync();
        Port = new Uri(app.Urls.Single()).Port;
    }

    /// <summary>Goes down: connections are cut, new ones are refused.</summary>
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
