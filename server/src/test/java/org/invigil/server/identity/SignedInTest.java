package org.invigil.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;

/** Sign-ins as they are stored. */
class SignedInTest {

    private static final UUID PERSON = UUID.fromString("0198c0de-0000-7000-8000-000000000001");

    private static final UUID BROWSER = UUID.fromString("0198c0de-0000-7000-8000-000000000002");

    /** A proctor's, as it was stored when a person had one role. */
    private static final String OF_ONE_ROLE = """
                    rO0ABXNyAD1vcmcuc3ByaW5nZnJhbWV3b3JrLnNlY3VyaXR5LmNvcmUuY29udGV4dC5TZWN1cml0eUNvbnRleHRJbX
                    BsAAAAAAAAAmwCAAFMAA5hdXRoZW50aWNhdGlvbnQAMkxvcmcvc3ByaW5nZnJhbWV3b3JrL3NlY3VyaXR5L2NvcmUv
                    QXV0aGVudGljYXRpb247eHBzcgBPb3JnLnNwcmluZ2ZyYW1ld29yay5zZWN1cml0eS5hdXRoZW50aWNhdGlvbi5Vc2
                    VybmFtZVBhc3N3b3JkQXV0aGVudGljYXRpb25Ub2tlbgAAAAAAAAJsAgACTAALY3JlZGVudGlhbHN0ABJMamF2YS9s
                    YW5nL09iamVjdDtMAAlwcmluY2lwYWxxAH4ABHhyAEdvcmcuc3ByaW5nZnJhbWV3b3JrLnNlY3VyaXR5LmF1dGhlbn
                    RpY2F0aW9uLkFic3RyYWN0QXV0aGVudGljYXRpb25Ub2tlbtOqKH5uR2QOAgADWgANYXV0aGVudGljYXRlZEwAC2F1
                    dGhvcml0aWVzdAAWTGphdmEvdXRpbC9Db2xsZWN0aW9uO0wAB2RldGFpbHNxAH4ABHhwAXNyACZqYXZhLnV0aWwuQ2
                    9sbGVjdGlvbnMkVW5tb2RpZmlhYmxlTGlzdPwPJTG17I4QAgABTAAEbGlzdHQAEExqYXZhL3V0aWwvTGlzdDt4cgAs
                    amF2YS51dGlsLkNvbGxlY3Rpb25zJFVubW9kaWZpYWJsZUNvbGxlY3Rpb24ZQgCAy173HgIAAUwAAWNxAH4ABnhwc3
                    IAE2phdmEudXRpbC5BcnJheUxpc3R4gdIdmcdhnQMAAUkABHNpemV4cAAAAAF3BAAAAAFzcgBCb3JnLnNwcmluZ2Zy
                    YW1ld29yay5zZWN1cml0eS5jb3JlLmF1dGhvcml0eS5TaW1wbGVHcmFudGVkQXV0aG9yaXR5AAAAAAAAAmwCAAFMAA
                    Ryb2xldAASTGphdmEvbGFuZy9TdHJpbmc7eHB0AAxST0xFX1BST0NUT1J4cQB+AA1wcHNyACRvcmcuaW52aWdpbC5z
                    ZXJ2ZXIuaWRlbnRpdHkuU2lnbmVkSW4AAAAAAAAAAAIAAkwAAmlkdAAQTGphdmEvdXRpbC9VVUlEO0wABHJvbGV0AC
                    hMb3JnL2ludmlnaWwvc2VydmVyL2lkZW50aXR5L1BlcnNvblJvbGU7eHBzcgAOamF2YS51dGlsLlVVSUS8mQP3mG2F
                    LwIAAkoADGxlYXN0U2lnQml0c0oAC21vc3RTaWdCaXRzeHCAAAAAAAAAAQGYwN4AAHAAfnIAJm9yZy5pbnZpZ2lsLn
                    NlcnZlci5pZGVudGl0eS5QZXJzb25Sb2xlAAAAAAAAAAASAAB4cgAOamF2YS5sYW5nLkVudW0AAAAAAAAAABIAAHhw
                    dAAHUFJPQ1RPUg==
            """;

    @Test
    void aSignInFromBeforeThereWereSeveralRolesGoesOn() throws Exception {
        byte[] bytes = Base64.getMimeDecoder().decode(OF_ONE_ROLE);
        assertThat(Actor.of(read(bytes))).contains(new Actor(Actor.Role.PROCTOR, PERSON));
    }

    @Test
    void aSignInKeepsEveryRole() throws Exception {
        Authentication several = UsernamePasswordAuthenticationToken.authenticated(
                new SignedIn(PERSON, BROWSER),
                null,
                Stream.of(Actor.Role.STUDENT, Actor.Role.PROCTOR)
                        .map(Actor.Role::authority)
                        .toList());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new SecurityContextImpl(several));
        }
        Authentication back = read(bytes.toByteArray());
        assertThat(back.getName()).isEqualTo(PERSON.toString());
        assertThat(Actor.of(back)).contains(new Actor(Set.of(Actor.Role.STUDENT, Actor.Role.PROCTOR), PERSON));
    }

    private static Authentication read(byte[] bytes) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return java.util.Objects.requireNonNull(((SecurityContext) in.readObject()).getAuthentication());
        }
    }
}
