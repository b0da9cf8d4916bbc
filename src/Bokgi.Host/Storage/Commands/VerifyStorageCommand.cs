using System.CommandLine;
using System.Text.Json;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Json;

namespace Bokgi.Host.Storage.Commands;

/// <summary><c>bokgi storage verify</c>: reads what lies in a store and compares it with the hashes that were kept.</summary>
internal static class VerifyStorageCommand
{
    public static Command Create()
    {
        var options = new StoreOptions();
        var command = new Command(
            "verify",
            "Reads what lies in a store and compares it with the hashes kept with it; exit code 2 when anything is damaged."
        );
        options.AddTo(command);
        return command.Runs(
            (result, shell) =>
                RunAsync(options.Open(result, shell.Settings), options.Prefix(result), result.GetValue(options.Json), shell)
                    .GetAwaiter()
                    .GetResult()
        );
    }

    private static async Task<int> RunAsync(IObjectStore store, string prefix, bool asJson, Shell shell)
    {
        var found = await CompareAsync(store, prefix, shell.Cancel);
        var good = found.Count(each => each.Outcome == Verification.Good);
        var without = found.Count(each => each.Outcome == Verification.WithoutHash);
        string[] damaged = [.. found.Where(each => each.Outcome == Verification.Damaged).Select(each => each.Key)];
        if (asJson)
            shell.Out.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        Store = store.Name,
                        Good = good,
                        WithoutHash = without,
                        Damaged = damaged,
                    },
                    JsonFormat.Options
                )
            );
        else
            WriteLines(store, good, without, damaged, shell);
        if (damaged.Length > 0)
            return ExitCode.Failed;
        if (found.Count > 0)
            return ExitCode.Good;
        shell.Error.WriteLine(StoreOptions.Nothing(store, prefix));
        return ExitCode.Refused;
    }

    private static async Task<List<(string Key, Verification Outcome)>> CompareAsync(
        IObjectStore store,
        string prefix,
        CancellationToken cancel
    )
    {
        var found = new List<(string, Verification)>();
        await foreach (var item in store.ListAsync(prefix, cancel))
        {
            try
            {
                found.Add((item.Key, await store.VerifyAsync(item.Key, cancel)));
            }
            catch (StorageException gone) when (gone.Trouble == StorageTrouble.NotFound)
            {
                // Somebody deleted it since it was listed.
            }
        }

        return found;
    }

    private static void WriteLines(IObjectStore store, int good, int without, string[] damaged, Shell shell)
    {
        foreach (var key in damaged)
            shell.Out.WriteLine($"{Shell.Say("손상", "damaged")} {key}");
        shell.Out.WriteLine(
            Shell.Say(
                $"{store.Name}: 정상 {good}, 손상 {damaged.Length}, 해시 없음 {without}",
                $"{store.Name}: {good} good, {damaged.Length} damaged, {without} without a hash to compare with"
            )
        );
    }
}
