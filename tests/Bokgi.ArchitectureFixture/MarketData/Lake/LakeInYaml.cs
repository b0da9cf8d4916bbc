using YamlDotNet.Serialization;

namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>Uses a package that the rule for MarketData does not name.</summary>
internal static class LakeInYaml
{
    /// <summary>Writes something as text.</summary>
    public static string Write(object content) => new SerializerBuilder().Build().Serialize(content);
}
