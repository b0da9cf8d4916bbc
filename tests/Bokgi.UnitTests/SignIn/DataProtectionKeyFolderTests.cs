using System.Xml.Linq;
using Bokgi.Host.SignIn;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.SignIn;

public sealed class DataProtectionKeyFolderTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("bokgi-keys-");

    public void Dispose() => root.Delete(recursive: true);

    [Theory]
    [InlineData("<key id=\"")]
    [InlineData("")]
    [InlineData("no XML")]
    public void GetAllElements_OneFileIsDamaged_ReturnsTheOthers(string damagedContent)
    {
        var keys = new DataProtectionKeyFolder(Path.Combine(root.FullName, "keys"), NullLogger<DataProtectionKeyFolder>.Instance);
        keys.StoreElement(new XElement("key", new XAttribute("id", "1")), "key-1");
        keys.StoreElement(new XElement("key", new XAttribute("id", "2")), "key-2");
        File.WriteAllText(Path.Combine(root.FullName, "keys", "key-1.xml"), damagedContent);

        keys.GetAllElements().ShouldHaveSingleItem().Attribute("id")!.Value.ShouldBe("2");
    }
}
