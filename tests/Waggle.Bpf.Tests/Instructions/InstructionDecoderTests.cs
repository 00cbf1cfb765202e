using System.Collections.Immutable;
using CsCheck;
using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.Tests.Instructions;

public class InstructionDecoderTests
{
    private static readonly int[] s_registerValues = [.. Enumerable.Range(0, 16)];
    private static readonly int[] s_offsetValues = [-1, 0, 1, 2, 7, 8, 9, 16, 24, 32, 33, short.MinValue, short.MaxValue];
    private static readonly int[] s_immediateValues =
        [-1, 0, 1, 2, 8, 15, 16, 17, 31, 32, 64, 65, 0x40, 0x41, 0xe1, 0xf0, 0xf1, 0x100, 0x110, 1 << 16, int.MinValue, int.MaxValue];

    [Fact]
    public void Decode_ExampleOfTheRfc_IsTheSameInBothByteOrders()
    {
        Instruction expected = Instruction.Alu64(AluOperation.Add, Register.R1, 0x11223344); // RFC 9669 section 3.1

        Assert.Equal([expected], InstructionDecoder.Decode([0x07, 0x01, 0, 0, 0x44, 0x33, 0x22, 0x11]));
        Assert.Equal([expected], InstructionDecoder.Decode([0x07, 0x10, 0, 0, 0x11, 0x22, 0x33, 0x44], bigEndian: true));
    }

    /// <summary>The examples in sections 4.1 and 4.2 of the RFC.</summary>
    [Theory]
    [InlineData("r1 = r2", new byte[] { 0xbf, 0x21, 0, 0, 0, 0, 0, 0 })]
    [InlineData("r1 = -4", new byte[] { 0xb7, 0x01, 0, 0, 0xfc, 0xff, 0xff, 0xff })]
    [InlineData("r5 = 9282009", new byte[] { 0xb7, 0x05, 0, 0, 0xd9, 0xa1, 0x8d, 0x00 })]
    [InlineData("w1 = -4", new byte[] { 0xb4, 0x01, 0, 0, 0xfc, 0xff, 0xff, 0xff })]
    [InlineData("w5 = 7302004", new byte[] { 0xb4, 0x05, 0, 0, 0x74, 0x6b, 0x6f, 0x00 })]
    [InlineData("w5 = w9", new byte[] { 0xbc, 0x95, 0, 0, 0, 0, 0, 0 })]
    [InlineData("r1 = (s8)r2", new byte[] { 0xbf, 0x21, 8, 0, 0, 0, 0, 0 })]
    [InlineData("r0 = le16 r0", new byte[] { 0xd4, 0x00, 0, 0, 16, 0, 0, 0 })]
    [InlineData("r0 = be64 r0", new byte[] { 0xdc, 0x00, 0, 0, 64, 0, 0, 0 })]
    [InlineData("r0 = bswap32 r0", new byte[] { 0xd7, 0x00, 0, 0, 32, 0, 0, 0 })]
    public void Decode_TextOfTheRfc_IsTheseBytes(string text, byte[] code)
    {
        Instruction[] decoded = InstructionDecoder.Decode(code);

        Assert.Equal(text, Disassembler.Format(decoded, 0));
        Assert.Equal(decoded, Assembler.Assemble(text).Instructions);
    }

    [Fact]
    public void Decode_WideImmediate_TakesTwoSlots()
    {
        // r2 = 0x1122334455667788, little-endian: low half first
        byte[] code = [0x18, 0x02, 0, 0, 0x88, 0x77, 0x66, 0x55, 0, 0, 0, 0, 0x44, 0x33, 0x22, 0x11];

        Instruction[] slots = InstructionDecoder.Decode(code);

        (Instruction first, Instruction second) = Instruction.LoadImmediate64(Register.R2, 0x1122334455667788);
        Assert.Equal([first, second], slots);
    }

    [Fact]
    public void Decode_EveryOpcodeWithoutForms_IsRefusedByName()
    {
        int undefined = 0;
        for (int opcode = 0; opcode <= byte.MaxValue; opcode++)
        {
            if (!InstructionSet.WithOpcode(new((byte)opcode)).IsEmpty)
                continue;

            InstructionProblem problem = Refuse([Instruction.Exit, new(new Opcode((byte)opcode), 0, 0, 0, 0)]);

            Assert.Equal((InstructionRule.UndefinedOpcode, 1, InstructionField.Opcode), (problem.Rule, problem.Slot, problem.Field));
            Assert.Contains($"0x{opcode:x2}", problem.Message, StringComparison.Ordinal);
            undefined++;
        }

        Assert.Equal(256 - 128, undefined); // 128: the opcodes listed in InstructionSetTests
    }

    /// <summary>Each form with one field changed to each of many values: unless another form is met, the field is named.</summary>
    [Fact]
    public void Decode_EveryFormWithOneFieldWrong_NamesSlotAndField()
    {
        int refused = 0;
        foreach (InstructionForm form in InstructionSet.Forms)
        {
            Instruction right = Smallest(form);
            IEnumerable<(InstructionField, Instruction)> changed =
            [
                .. s_registerValues.Select(value => (InstructionField.Destination, right with { Destination = (Register)value })),
                .. s_registerValues.Select(value => (InstructionField.Source, right with { Source = (Register)value })),
                .. s_offsetValues.Select(value => (InstructionField.Offset, right with { Offset = (short)value })),
                .. s_immediateValues.Select(value => (InstructionField.Immediate, right with { Immediate = value })),
            ];
            foreach ((InstructionField field, Instruction wrong) in changed.Where(change => InstructionSet.Find(change.Item2) is null))
            {
                InstructionProblem problem = Refuse(wrong.IsWide ? [Instruction.Exit, wrong, default] : [Instruction.Exit, wrong]);

                Assert.Equal(1, problem.Slot);
                // A move with offset 1 is a cast with a wrong immediate, and the other way round.
                if (field == InstructionField.Offset && form.Opcode.Value == 0xbf && problem.Field == InstructionField.Immediate)
                    continue;
                Assert.Equal(field, problem.Field);
                bool isRegister = form.RuleOf(field) == FieldRule.AnyRegister;
                Assert.Equal(isRegister, problem.Rule == InstructionRule.NoSuchRegister);
                refused++;
            }
        }

        Assert.True(refused > 5000);
    }

    [Theory]
    [InlineData(0x34, 0, 1, 2, 5, "Slot 0: the offset is 2; opcode 0x34 takes 0 or 1.")] // division
    [InlineData(0xd4, 0, 1, 0, 17, "Slot 0: the immediate is 17; opcode 0xd4 takes 16, 32 or 64.")] // le
    [InlineData(0xbf, 2, 1, 1, 0, "Slot 0: the immediate is 0; {ADDR_SPACE_CAST, X, ALU64} takes 1 or 65536.")]
    [InlineData(0xbc, 2, 1, 32, 0, "Slot 0: the offset is 32; opcode 0xbc takes 0, 8 or 16.")] // no extension of 32 bits to 32
    [InlineData(0x0f, 11, 1, 0, 0, "Slot 0: the source register is 11; {ADD, X, ALU64} takes a register from 0 to 10.")]
    [InlineData(0x85, 3, 0, 0, 1, "Slot 0: the source register is 3; opcode 0x85 takes 0, 1 or 2.")] // call
    [InlineData(0x95, 0, 0, 0, 1, "Slot 0: the immediate is 1; {EXIT, K, JMP} takes 0.")]
    public void Decode_WrongField_SaysWhatIsAllowed(byte opcode, int source, int destination, short offset, int immediate, string message) =>
        Assert.Equal(message, Refuse([new(new Opcode(opcode), (Register)destination, (Register)source, offset, immediate)]).Message);

    [Fact]
    public void Decode_WideImmediateCutOff_IsRefused()
    {
        InstructionProblem problem = Refuse([Instruction.Exit, Instruction.LoadImmediate64(Register.R1, 1).First]);

        Assert.Equal((InstructionRule.SecondSlotMissing, 1, InstructionField.Slot), (problem.Rule, problem.Slot, problem.Field));
    }

    [Fact]
    public void Decode_SecondSlotNotEmpty_NamesItsField()
    {
        (Instruction first, Instruction second) = Instruction.LoadImmediate64(Register.R1, 1);
        (Instruction map, Instruction mapSecond) = Instruction.LoadPseudo(Register.R1, PseudoSource.MapDescriptor, 3, 4);
        (InstructionField, Instruction[])[] cases =
        [
            (InstructionField.Opcode, [first, second with { Opcode = Instruction.Exit.Opcode }]),
            (InstructionField.Destination, [first, second with { Destination = Register.R1 }]),
            (InstructionField.Source, [first, second with { Source = Register.R1 }]),
            (InstructionField.Offset, [first, second with { Offset = 1 }]),
            (InstructionField.Immediate, [map, mapSecond]), // only addresses of values have a number there
        ];

        foreach ((InstructionField field, Instruction[] program) in cases)
        {
            InstructionProblem problem = Refuse(program);
            Assert.Equal((InstructionRule.SecondSlotNotEmpty, 1, field), (problem.Rule, problem.Slot, problem.Field));
        }
    }

    [Theory, InlineData(1), InlineData(7), InlineData(15)]
    public void Decode_LengthBetweenSlots_IsRefused(int length)
    {
        byte[] code = [.. InstructionEncoder.Encode([Instruction.Exit, Instruction.Exit]).Take(length)];

        var error = Assert.Throws<InvalidInstructionException>(() => InstructionDecoder.Decode(code));

        Assert.Equal((InstructionRule.SlotCutShort, length / 8), (error.Problem.Rule, error.Problem.Slot));
    }

    [Fact]
    public void TryDecode_SeveralProblems_ReportsAllAndReadsAll()
    {
        Instruction[] program =
        [
            Instruction.Exit with { Immediate = 1 },
            Instruction.Move(Register.R0, 0),
            new(new Opcode(0xff), 0, 0, 0, 0),
            Instruction.Move(Register.R0, (Register)12) with { Immediate = 3 },
        ];

        bool isRight = InstructionDecoder.TryDecode(
            [.. InstructionEncoder.Encode(program), 0x95], false, out Instruction[] read, out ImmutableArray<InstructionProblem> problems);

        Assert.False(isRight);
        Assert.Equal(program, read);
        Assert.Equal(
            [
                (0, InstructionField.Immediate), (2, InstructionField.Opcode), (3, InstructionField.Source),
                (3, InstructionField.Immediate), (4, InstructionField.Slot),
            ],
            problems.Select(problem => (problem.Slot, problem.Field)));
    }

    [Fact]
    public void Decode_ArbitraryBytes_AgreesWithTryDecode() =>
        Gen.Byte.Array[0, 64].Sample(bytes =>
        {
            bool isRight = InstructionDecoder.TryDecode(bytes, false, out Instruction[] read, out ImmutableArray<InstructionProblem> problems);
            InvalidInstructionException? error = null;
            try
            {
                Assert.Equal(read, InstructionDecoder.Decode(bytes));
            }
            catch (InvalidInstructionException refused)
            {
                error = refused;
            }

            Assert.Equal(isRight, error is null);
            Assert.Equal(isRight, problems.IsEmpty);
        });

    [Fact]
    public void Write_RegisterThatDoesNotFit_IsRefused()
    {
        Instruction[] program = [Instruction.Exit, Instruction.Move((Register)16, 1)];

        var error = Assert.Throws<InvalidInstructionException>(() => InstructionEncoder.Encode(program));

        Assert.Equal((InstructionRule.NoSuchRegister, 1, InstructionField.Destination), (error.Problem.Rule, error.Problem.Slot, error.Problem.Field));
    }

    [Fact]
    public void Write_BufferTooSmall_IsRefused() =>
        Assert.Throws<ArgumentException>(() => InstructionEncoder.Write([Instruction.Exit], new byte[7]));

    private static InstructionProblem Refuse(Instruction[] program)
    {
        byte[] code = InstructionEncoder.Encode(program);
        return Assert.Throws<InvalidInstructionException>(() => InstructionDecoder.Decode(code)).Problem;
    }

    private static Instruction Smallest(InstructionForm form) => new(
        form.Opcode, (Register)Smallest(form.Destination), (Register)Smallest(form.Source), (short)Smallest(form.Offset), Smallest(form.Immediate));

    private static int Smallest(FieldRule rule) => rule.Values.IsEmpty ? 0 : rule.Values[0];
}
