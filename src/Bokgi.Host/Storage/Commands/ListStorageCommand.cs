using System.CommandLine;

namespace Bokgi.Host.Storage.Commands;

/// <summary><c>bokgi storage list</c>: lists the objects in a store by key.</summary>
internal static class ListStorageCommand
{
    private const int DefaultLimit = 100;
    private const int Unlimited = int.MaxValue - 1; // so that limit + 1 does not overflow

    public static Command Create()
    {
        var options = new StoreOptions();
        var limit = NumberOption.Integer("--limit", "n", $"Show at most this many (default {DefaultLimit})");
        var all = new Option<bool>("--all") { Description = "Show all objects" };
        var command = new Command("list", "Lists the objects in a store by key.") { limit, all };
        options.AddTo(command);
        return command.RunsAsync(
            (result, shell) =>
                RunAsync(
                    options.Open(result, shell.Settings),
                    options.Prefix(result),
                    ResolveLimit(result.GetValue(limit), result.GetValue(all)),
                    result.GetValue(options.Json),
                    shell
                )
        );
    }

    private static async Task<int> RunAsync(IObjectStore store, string prefix, int limit, bool asJson, Shell shell)
    {
        // Requests one more than is shown, to know whether there are more.
        var items = await store.ListAsync(prefix, shell.Cancel).Take(limit + 1).ToListAsync(shell.Cancel);
        var isTruncated = items.Count > limit;
        if (isTruncated)
            items.RemoveAt(limit);
        if (asJson)
            WriteJson(store, items, isTruncated, shell);
        else if (items.Count > 0)
            shell.Write(
                items,
                new("key", item => item.Key),
                new("bytes", item => item.Size.ToString("N0", CultureInfo.InvariantCulture), IsNumber: true),
                new("uploaded", item => UnixTime.Format(item.UploadedUtc)),
                new("etag", item => item.ETag)
            );
        if (isTruncated)
            shell.Warn(
                Shell.Localize(
                    $"처음 {items.Count}개만 보입니다. 전부 보려면 --all",
                    $"only the first {items.Count} are shown; --all shows all"
                )
            );
        if (items.Count > 0)
            return ExitCode.Success;
        shell.Error.WriteLine(StoreOptions.NoMatchMessage(store, prefix));
        return ExitCode.NothingFound;
    }

    /// <exception cref="InvalidInputException">The limit is invalid, or combined with --all.</exception>
    private static int ResolveLimit(int? limit, bool all) =>
        (limit, all) switch
        {
            (null, true) => Unlimited,
            (null, false) => DefaultLimit,
            (>= 1 and <= Unlimited, false) => limit.Value,
            (_, true) => throw InvalidInputException.ForField("limit", "--limit and --all exclude each other; give one of them"),
            _ => throw InvalidInputException.ForField("limit", $"--limit cannot be {limit}; give 1 or more, or --all"),
        };

    private static void WriteJson(IObjectStore store, List<StoredObject> items, bool isTruncated, Shell shell)
    {
        var documents = items.Select(item => new
        {
            item.Key,
            item.Size,
            UploadedAt = UnixTime.Format(item.UploadedUtc),
            Etag = item.ETag,
        });
        shell.WriteJson(
            new
            {
                Store = store.Name,
                Items = documents,
                IsTruncated = isTruncated,
            }
        );
    }
}
