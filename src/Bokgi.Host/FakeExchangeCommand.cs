using System.CommandLine;
using System.Net.Sockets;
using Bokgi.FakeExchange;
using Bokgi.FakeExchange.Faults;

namespace Bokgi.Host;

/// <summary><c>bokgi fake-exchange</c>: runs a local exchange that replays recorded candles, until SIGTERM or Ctrl-C.</summary>
internal static class FakeExchangeCommand
{
    public const string Name = "fake-exchange";

    private const int DefaultPort = 8100;
    private const int MaximumPort = 65_535;
    private const double MaximumSpeed = 1_000_000;

    public static Command Create()
    {
        var lake = TextOption.Single("--lake", "folder", "Folder of the recorded candles (default: the one of --data-root)");
        var port = NumberOption.Integer("--port", "number", $"Port on 127.0.0.1, 0 for any free one (default {DefaultPort})");
        var from = TextOption.Single("--from", "time", "Start time of its clock (default: the end of the lake's last bar)");
        var speed = NumberOption.Double(
            "--speed",
            "factor",
            "Speed of its clock in simulated seconds per real second; 0 stops it (default 1)"
        );
        var faults = TextOption.Single(
            "--faults",
            "list",
            $"Faults to inject, as comma-separated name=share or name=once: {string.Join(", ", FaultNames.All)} (default: none)"
        );
        var seed = NumberOption.Integer(
            "--seed",
            "number",
            "Random seed; another number gives different trades from the same candles, and different faults (default 1)"
        );
        var command = new Command(
            Name,
            "Runs a local exchange that plays recorded candles over Upbit's REST and websocket APIs and Binance's REST API, for trials and tests without a network."
        )
        {
            lake,
            port,
            from,
            speed,
            faults,
            seed,
        };
        return command
            .WithExamples(
                "fake-exchange --lake data --from 2025-10-01 --speed 60",
                "fake-exchange --lake data --port 0 --speed 0 --faults '429=0.05,drop=0.001'"
            )
            .RunsAsync(
                (result, shell) =>
                {
                    var options = new FakeExchangeOptions(result.GetValue(lake) ?? shell.Settings.DataRoot, shell.Clock)
                    {
                        Port = result.GetValue(port) ?? DefaultPort,
                        Speed = result.GetValue(speed) ?? 1,
                        Seed = unchecked((ulong)(result.GetValue(seed) ?? 1)),
                    };
                    return RunAsync(Validate(options, result.GetValue(from), result.GetValue(faults)), shell);
                }
            );
    }

    private static FakeExchangeOptions Validate(FakeExchangeOptions options, string? from, string? faults)
    {
        var errors = new InputErrors();
        if (options.Port is < 0 or > MaximumPort)
            errors.Add("port", $"--port cannot be {options.Port}; give 0 to {MaximumPort}");
        if (!(options.Speed is >= 0 and <= MaximumSpeed))
            errors.Add(
                "speed",
                string.Create(CultureInfo.InvariantCulture, $"--speed cannot be {options.Speed}; give 0 to {MaximumSpeed:0}")
            );
        if (!FaultSpec.TryParse(faults, out var spec, out var faultsError))
            errors.Add("faults", faultsError);
        var fromUtc = 0L;
        if (from is not null && !KoreanTime.TryParse(from, out fromUtc, out var timeError))
            errors.Add("from", timeError);
        errors.ThrowIfAny();
        return options with { StartUtc = from is null ? null : fromUtc, Faults = spec };
    }

    private static async Task<int> RunAsync(FakeExchangeOptions options, Shell shell)
    {
        if (!Directory.Exists(options.Lake))
            throw new LakeException(LakeErrorKind.NotFound, $"there is no candle lake in {options.Lake}; name its folder with --lake");
        await using var server = new FakeExchangeServer(options);
        try
        {
            await server.StartAsync();
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            throw InvalidInputException.ForField(
                "port",
                $"cannot listen on --port {options.Port}: {failure.GetBaseException().Message.TrimEnd('.')}; stop the program that uses it, or give another port, or 0 for any free one"
            );
        }

        shell.Out.WriteLine($"{Shell.Localize("수신 대기 중", "listening on")} {server.RestAddress.GetLeftPart(UriPartial.Authority)}");
        shell.Out.Flush();
        await server.WaitForShutdownAsync();
        return ExitCode.Success;
    }
}
