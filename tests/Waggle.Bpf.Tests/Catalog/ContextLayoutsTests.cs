using Waggle.Bpf.Catalog;

namespace Waggle.Bpf.Tests.Catalog;

public class ContextLayoutsTests
{
    [Fact]
    public void All_EveryTypeButThoseOfBtf_HasOneContext()
    {
        ProgramType[] typed = [ProgramType.Tracing, ProgramType.StructOps, ProgramType.Lsm, ProgramType.Extension, ProgramType.Unspecified];

        foreach (ProgramType type in Enum.GetValues<ProgramType>())
            Assert.Equal(typed.Contains(type) ? 0 : 1, ContextLayouts.All.Count(layout => layout.Types.Contains(type)));
        Assert.Null(ContextLayouts.Of(ProgramType.Lsm));
    }

    [Fact]
    public void Fields_OfEveryContext_LieInItByOffset()
    {
        foreach (ContextLayout layout in ContextLayouts.All)
        {
            Assert.Equal(layout.Fields.OrderBy(f => f.Offset), layout.Fields);
            Assert.All(layout.Fields, f => Assert.InRange(f.Offset + f.SizeInBytes, 1, layout.SizeInBytes));
            Assert.All(layout.Fields, f => Assert.NotEqual(AccessSizes.None, f.Reads));
        }
    }

    [Theory]
    [InlineData(ProgramType.SchedCls, 52, 8, false, true)]  // cb[1] and cb[2] are not at a multiple of 8
    [InlineData(ProgramType.SchedCls, 56, 8, true, true)]
    [InlineData(ProgramType.SchedCls, 10, 1, false, true)]  // a byte of mark
    [InlineData(ProgramType.SchedCls, 8, 4, true, true)]
    [InlineData(ProgramType.SocketFilter, 76, 4, false, false)]
    [InlineData(ProgramType.Xdp, 0, 2, false, false)]
    public void Find_AnAccess_IsAllowedByItsFieldsRules(ProgramType type, int offset, int size, bool isWritten, bool isThere)
    {
        ContextLayout layout = ContextLayouts.Of(type)!;

        Assert.Equal(isWritten, layout.FindWrite(offset, size, 0) is not null);
        Assert.Equal(isThere && offset % size == 0, layout.FindRead(offset, size, 0) is not null);
    }
}
