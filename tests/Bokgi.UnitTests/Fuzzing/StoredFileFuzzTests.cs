using System.Xml.Linq;
using Bokgi.Host.Listings;
using Bokgi.Host.SignIn;
using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;
using Bokgi.UnitTests.Collection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Fuzzing;

/// <summary>Damaged files with keys that encrypt cookies, or with cached responses of exchanges, must be read or ignored.</summary>
[Collection(NotInParallel.Name)]
public sealed class StoredFileFuzzTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bokgi-kept-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void KeyFile_Damaged_IsReadOrSkipped()
    {
        var keys = new DataProtectionKeyFolder(folder.FullName, NullLogger<DataProtectionKeyFolder>.Instance);
        keys.StoreElement(new XElement("key", new XAttribute("id", "1"), new XElement("created", "2024-01-01T00:00:00Z")), "key-1");
        var path = Path.Combine(folder.FullName, "key-1.xml");
        Fuzz.Run(
            "key-file",
            50,
            [File.ReadAllBytes(path)],
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                _ = keys.GetAllElements();
            },
            isExpected: _ => false
        );
    }

    [Fact]
    public void CachedMarkets_Damaged_AreReadOrTreatedAsMissing()
    {
        var path = Path.Combine(folder.FullName, "markets.json");
        MarketDocument[] markets =
        [
            new()
            {
                Symbol = "BTC_KRW",
                Code = "KRW-BTC",
                KoreanName = "비트코인",
                EnglishName = "Bitcoin",
                IsTrading = true,
                HasWarning = false,
                Cautions = ["PRICE_FLUCTUATIONS"],
                PriceStep = 1_000,
            },
        ];
        using (var initialCache = CreateCache(path, () => markets))
            _ = Get(initialCache);
        Fuzz.Run(
            "markets-copy",
            50,
            [File.ReadAllBytes(path)],
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                using var cache = CreateCache(path, () => throw new ExchangeException(ExchangeErrorKind.Unavailable, "gone"));
                var cached = Get(cache);
                cached.Items.ShouldAllBe(market => market.Symbol != null && market.Cautions != null);
            },
            e => e is ExchangeException { Kind: ExchangeErrorKind.Unavailable }
        );
    }

    private static ExchangeCache<MarketDocument> CreateCache(string path, Func<MarketDocument[]> fetch) =>
        new(
            new MemoryExchange([], Timeframe.OneMinute, new Random(1)),
            path,
            maximumAge: TimeSpan.FromMinutes(1),
            writeInterval: TimeSpan.Zero,
            _ => Task.FromResult<IReadOnlyList<MarketDocument>>(fetch()),
            TimeProvider.System
        );

    private static CachedList<MarketDocument> Get(ExchangeCache<MarketDocument> cache) =>
        cache.GetAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
}
