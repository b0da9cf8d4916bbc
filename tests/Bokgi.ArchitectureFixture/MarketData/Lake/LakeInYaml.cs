using YamlDotNet.Serialization;

namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>References a package that the rule for MarketData does not allow.</summary>
internal static class LakeInYaml
{
    public static string Write(object content) => new SerializerBuilder().Build().Serialize(content);
}
