using Bokgi.Host.Storage.Local;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Storage;

public sealed class LocalKeysTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("backtests/2026-01-01/RUN/trades.parquet", true)]
    [InlineData("한글 + 100%/파일", true)]
    [InlineData("", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("..", false)]
    [InlineData("a/../../b", false)]
    [InlineData("a//b", false)]
    [InlineData("a/", false)]
    [InlineData(".making/x", false)]
    [InlineData("a/.b", false)]
    [InlineData("a\0b", false)]
    public void IsKey_AnyText_IsTrueOnlyForVisiblePathsInTheFolder(string key, bool isKey) => LocalKeys.IsKey(key).ShouldBe(isKey);

    [Fact]
    public void WithPrefix_AnyPrefix_ListsMatchingKeysInOrderOfTheirUtf8Bytes()
    {
        var root = Directory.CreateTempSubdirectory("bokgi-keys-").FullName;
        try
        {
            foreach (var key in (string[])["a/b", "a-b", "a/c/d", "ab", "\uffee", "\U0001F600", ".making/x", "a/.b.json"])
            {
                var path = Path.Combine(root, key);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, string.Empty);
            }

            LocalKeys.ListWithPrefix(root, string.Empty).ShouldBe(["a-b", "a/b", "a/c/d", "ab", "\uffee", "\U0001F600"]);
            LocalKeys.ListWithPrefix(root, "a/").ShouldBe(["a/b", "a/c/d"]);
            LocalKeys.ListWithPrefix(root, "a/c").ShouldBe(["a/c/d"]);
            LocalKeys.ListWithPrefix(root, "../").ShouldBeEmpty();
            LocalKeys.ListWithPrefix(root, "none/").ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
