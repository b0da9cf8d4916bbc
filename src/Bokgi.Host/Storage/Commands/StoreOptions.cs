using System.CommandLine;

namespace Bokgi.Host.Storage.Commands;

/// <summary>The options of <c>bokgi storage</c> commands: which store, which keys, and whether to print JSON.</summary>
internal sealed class StoreOptions
{
    private const string Local = "local";
    private const string S3 = "s3";

    private readonly Option<string?> store = TextOption.Single(
        "--store",
        "store",
        "local or s3 (default: s3 when AWS_BUCKET_NAME is set, else local)"
    );

    private readonly Option<string?> prefix = TextOption.Single(
        "--prefix",
        "prefix",
        "Only keys with this prefix, such as backtests/2026-01-01/"
    );

    public Option<bool> Json { get; } = new("--json") { Description = "Print only JSON to standard output" };

    public void AddTo(Command command)
    {
        command.Options.Add(prefix);
        command.Options.Add(store);
        command.Options.Add(Json);
    }

    public string Prefix(ParseResult result) => result.GetValue(prefix) ?? string.Empty;

    /// <exception cref="InvalidInputException">There is no store of this name, or no bucket is configured.</exception>
    public IObjectStore Open(ParseResult result, HostSettings settings) =>
        result.GetValue(store) switch
        {
            null => ObjectStores.Open(settings),
            Local => ObjectStores.OpenLocal(settings),
            S3 => ObjectStores.TryOpenS3(settings)
                ?? throw InvalidInputException.ForField(store.Name, $"{store.Name} s3 needs a bucket; set AWS_BUCKET_NAME"),
            var name => throw InvalidInputException.ForField(store.Name, $"{store.Name} cannot be '{name}'; give {Local} or {S3}"),
        };

    public static string NoMatchMessage(IObjectStore store, string prefix) =>
        Shell.Localize($"{store.Name}에 '{prefix}'(으)로 시작하는 것이 없습니다", $"nothing in {store.Name} begins with '{prefix}'");
}
